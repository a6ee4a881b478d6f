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
}

/** What decides the number of instances after the rewrite. */
export type FleetConstraint = 'cpu' | 'memory' | 'min-instances' | 'zones';

export interface FleetAfter {
  readonly instances: number;
  readonly vcpu: number;
  /** May be negative when the rewrite is slower. */
  readonly vcpuSaved: number;
  readonly bindsOn: FleetConstraint;
}

/**
 * Instances after the rewrite:
 *   need = V0 ((1 - q) + q (U0/U1) R)                           vCPU, q = the service's share of the fleet
 *   N1   = max(ceil(need/g), ceil(M1/(G u)), minInstances, zones * instancesPerZone)
 * The utilisation law (Denning and Buzen 1978) gives `need`. Two limits keep the answer realisable: a fleet that runs
 * below the floors today is not enlarged to meet them, and rounding to whole instances never makes a saving a cost.
 */
export function fleetAfter(fleet: FleetShape, residualShare: number): FleetAfter {
  const g = fleet.instanceVcpu;
  const q = fleet.serviceShare;
  const need = fleet.vcpu * (1 - q + q * (fleet.targetUtilOld / fleet.targetUtilNew) * residualShare);
  const today = wholeInstances(fleet.vcpu / g);
  let instances = wholeInstances(need / g);
  let bindsOn: FleetConstraint = 'cpu';
  const floors: [FleetConstraint, number][] = [
    [
      'memory',
      fleet.memGbUsed === null
        ? 0
        : wholeInstances((fleet.memGbUsed * (1 - fleet.memSaving)) / (fleet.instanceGb * fleet.memUtil)),
    ],
    ['min-instances', fleet.minInstances],
    ['zones', fleet.zones * fleet.instancesPerZone],
  ];
  for (const [name, floor] of floors) {
    const wanted = Math.min(floor, today);
    if (wanted > instances) {
      instances = wanted;
      bindsOn = name;
    }
  }
  let vcpu = instances * g;
  if (vcpu > fleet.vcpu && need <= fleet.vcpu) vcpu = fleet.vcpu;
  return { instances, vcpu, vcpuSaved: fleet.vcpu - vcpu, bindsOn };
}

/** X1/X0 = (knee1/knee0)/R: requests per second at the highest usable utilisation, new over old, while CPU is the bottleneck. */
export function capacityRatio(residualShare: number, kneeOld: number, kneeNew: number): number {
  return kneeNew / kneeOld / residualShare;
}

/** D = U c / X: CPU microseconds per request, from utilisation 0 to 1, vCPU and requests per second (utilisation law). */
export function cpuUsPerRequest(utilisation: number, vcpu: number, requestsPerSecond: number): number {
  return (utilisation * vcpu * 1e6) / requestsPerSecond;
}

// 400.00000000000006 vCPU of 4 is 100 instances, not 101.
function wholeInstances(exact: number): number {
  return Math.ceil(exact - 1e-9);
}
