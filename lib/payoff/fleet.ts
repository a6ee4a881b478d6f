/** From a CPU residual to instances and vCPU, with the constraint that stops the saving. */

/** What the fleet looks like today. vCPU and GB are totals over the fleet. */
export interface FleetShape {
  readonly vcpu: number;
  readonly instanceVcpu: number;
  readonly instanceGb: number;
  /** CPU utilisation the fleet is sized for before and after, 0 to 1. */
  readonly targetUtilOld: number;
  readonly targetUtilNew: number;
  readonly minInstances: number;
  readonly zones: number;
  readonly instancesPerZone: number;
  /** Memory in use today; null leaves memory out of the sizing. */
  readonly memGbUsed: number | null;
  /** Fraction of memory the rewrite saves. */
  readonly memSaving: number;
  /** Fraction of an instance's memory that may be used. */
  readonly memUtil: number;
  /** Fraction of the fleet's CPU that the profiled service uses. */
  readonly serviceShare: number;
  /** vCPU rented on average over the day where the fleet is scaled by itself; null: as many as at the peak. */
  readonly averageVcpu: number | null;
}

/** What decides the number of instances after the rewrite. */
export type FleetConstraint = 'cpu' | 'memory' | 'min-instances' | 'zones';

export interface FleetAfter {
  /** At the peak. */
  readonly instances: number;
  readonly vcpu: number;
  /** What is no longer rented, on average. May be negative when the rewrite is slower. */
  readonly vcpuSaved: number;
  /** What decides the saving. */
  readonly bindsOn: FleetConstraint;
  /** vCPU that the CPU alone would have saved beyond `vcpuSaved`: a floor holds them. */
  readonly vcpuHeld: number;
}

/**
 * Instances after the rewrite:
 *   need = V0 ((1 - q) + q (U0/U1) R)                           vCPU, q = the service's share of the fleet
 *   N1   = max(ceil(need/g), ceil(M1/(G u)), minInstances, zones * instancesPerZone)
 * The utilisation law (Denning and Buzen 1978) gives `need`. Two limits keep the answer realisable: a fleet that runs
 * below the floors today is not enlarged to meet them, and rounding to whole instances never makes a saving a cost.
 *
 * A fleet that is scaled by itself pays for its average, not for its peak: with `averageVcpu` the saving is that of the
 * average, in parts of instances, down to the same floors.
 */
export function fleetAfter(fleet: FleetShape, residualShare: number): FleetAfter {
  const g = fleet.instanceVcpu;
  const need = neededShare(fleet, residualShare);
  const floor = floorOf(fleet);
  const wanted = wholeInstances((fleet.vcpu * need) / g);
  const today = wholeInstances(fleet.vcpu / g);
  const held = Math.min(floor.instances, today);
  const instances = Math.max(wanted, held);
  const rounded = (count: number): number => (count * g > fleet.vcpu && need <= 1 ? fleet.vcpu : count * g);
  const vcpu = rounded(instances);
  const { averageVcpu } = fleet;
  if (averageVcpu === null) {
    const vcpuSaved = fleet.vcpu - vcpu;
    const bindsOn = held > wanted ? floor.name : 'cpu';
    return { instances, vcpu, vcpuSaved, bindsOn, vcpuHeld: fleet.vcpu - rounded(wanted) - vcpuSaved };
  }
  const cpuAlone = averageVcpu * (1 - need);
  const atFloor = averageVcpu - Math.min(floor.instances * g, averageVcpu);
  const vcpuSaved = Math.min(cpuAlone, atFloor);
  return {
    instances,
    vcpu,
    vcpuSaved,
    bindsOn: atFloor < cpuAlone ? floor.name : 'cpu',
    vcpuHeld: cpuAlone - vcpuSaved,
  };
}

/** What is needed after the rewrite, in parts of today's fleet: 1 - q + q (U0/U1) R. */
export function neededShare(fleet: FleetShape, residualShare: number): number {
  const { serviceShare: q, targetUtilOld, targetUtilNew } = fleet;
  return 1 - q + q * (targetUtilOld / targetUtilNew) * residualShare;
}

function floorOf(fleet: FleetShape): { name: FleetConstraint; instances: number } {
  const { memGbUsed, memSaving, instanceGb, memUtil } = fleet;
  let name: FleetConstraint = 'memory';
  let instances =
    memGbUsed === null ? 0 : wholeInstances((memGbUsed * (1 - memSaving)) / (instanceGb * memUtil));
  if (fleet.minInstances > instances) {
    name = 'min-instances';
    instances = fleet.minInstances;
  }
  const zones = fleet.zones * fleet.instancesPerZone;
  if (zones > instances) {
    name = 'zones';
    instances = zones;
  }
  return { name, instances };
}

/** X1/X0 = (knee1/knee0)/R: requests per second at the highest usable utilisation, new over old, while CPU is the bottleneck. */
export function capacityRatio(residualShare: number, kneeOld: number, kneeNew: number): number {
  return kneeNew / kneeOld / residualShare;
}

/** D = U c / X: CPU microseconds per request, from utilisation 0 to 1, vCPU and requests per second (utilisation law). */
export function cpuUsPerRequest(utilisation: number, vcpu: number, requestsPerSecond: number): number {
  return (utilisation * vcpu * 1e6) / requestsPerSecond;
}

/** Utilisation, 0 to 1 and beyond, that a load would need if CPU per request stayed the same: X D / c. */
export function linearUtilisation(cpuUs: number, requestsPerSecond: number, vcpu: number): number {
  return (cpuUs * requestsPerSecond) / (vcpu * 1e6);
}

// 400.00000000000006 vCPU of 4 is 100 instances, not 101.
function wholeInstances(exact: number): number {
  return Math.ceil(exact - 1e-9);
}
