/** Results of `verify` and `calibrate` as the JSON that others build on. Shares are 0 to 1; what is not known is null. */
import type { Calibration } from '../payoff/calibration.js';
import type { LoadComparison } from '../verify/load.js';
import type { LoadRun } from '../verify/load-runs.js';
import type { Parity } from '../verify/parity.js';
import { proposedRows } from './calibration-document.js';
import type { Tool } from './json.js';

const SCHEMA_VERSION = 1;

export function parityJson(tool: Tool, parity: Parity, tripped: readonly string[] = []): unknown {
  return { schemaVersion: SCHEMA_VERSION, tool, command: 'verify parity', ...parity, tripped };
}

/** `proposed`: rows for `priors` of the configuration file. */
export function calibrationJson(tool: Tool, calibration: Calibration): unknown {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    command: 'calibrate',
    ...calibration,
    proposed: proposedRows(calibration),
  };
}

export function loadJson(tool: Tool, load: LoadComparison, tripped: readonly string[] = []): unknown {
  const side = ({ runs, ...rest }: LoadComparison['old']): unknown => ({ ...rest, runs: runs.map(runJson) });
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    command: 'verify load',
    ...load,
    old: side(load.old),
    new: side(load.new),
    tripped,
  };
}

function runJson({ blocks, ...run }: LoadRun): unknown {
  return { ...run, blocks: blocks.length };
}
