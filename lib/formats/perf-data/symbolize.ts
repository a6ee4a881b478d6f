/** Names for the addresses: asks the symbolizer once for each object file, for all of its addresses. */
import type { SymbolFrame } from '../../symbols/symbol-frame.js';
import type { ReadContext } from '../format.js';
import { NO_MODULE } from './locations.js';
import type { Session } from './session.js';

/** Build ids of the feature section go to the modules of that name that have none. */
export function applyBuildIds({ facts, processes }: Session): void {
  const user = new Map<string, string>();
  let kernel: string | null = null;
  for (const { name, id, kernel: ofKernel } of facts.buildIds) {
    if (!ofKernel) user.set(name, id);
    else if (name.startsWith('[kernel.') || /vmlinux/.test(name)) kernel ??= id;
    else user.set(kernelModuleName(name), id);
  }
  for (const module of processes.modules) {
    if (module.buildId !== null || module.symbol !== null) continue;
    module.buildId = module.name.startsWith('[kernel.') ? kernel : (user.get(module.name) ?? null);
  }
}

/** By location: its frames, caller first; undefined where nothing names it. */
export function symbolize(session: Session, context: ReadContext): (readonly SymbolFrame[] | undefined)[] {
  const { locations } = session.samples;
  const { modules, kernelStart } = session.processes;
  const symbols: (readonly SymbolFrame[] | undefined)[] = new Array(locations.length);
  const rowsOf: number[][] = modules.map(() => []);
  for (let row = 0; row < locations.length; row++) {
    const module = locations.module.data[row]!;
    if (module !== NO_MODULE) rowsOf[module]!.push(row);
  }
  if (
    context.symbolizer === undefined &&
    modules.some(({ symbol }, row) => symbol === null && rowsOf[row]!.length > 0)
  )
    context.diagnostics.note(
      'perf-data-no-symbols',
      'a recording has addresses, not names: allow files to be looked at with --symfs DIR or --allow-local-binaries',
    );
  for (const [index, module] of modules.entries()) {
    const rows = rowsOf[index]!;
    if (rows.length === 0) continue;
    if (module.symbol !== null) {
      const frames = [{ name: module.symbol, systemName: module.symbol, file: null, line: 0, startLine: 0 }];
      for (const row of rows) symbols[row] = frames;
      continue;
    }
    if (context.symbolizer === undefined) continue;
    const targets = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) targets[i] = locations.target(rows[i]!, module.kernel);
    const named = context.symbolizer.frames({ ...module, kernelStart }, targets, context.diagnostics);
    for (let i = 0; i < rows.length; i++) symbols[rows[i]!] = named[i] ?? undefined;
  }
  return symbols;
}

function kernelModuleName(path: string): string {
  const file = /([^/]+)\.ko(?:\.(?:gz|xz|zst))?$/.exec(path)?.[1];
  return file === undefined ? path : `[${file.replaceAll('-', '_')}]`;
}
