/** The threads of a trace by process and thread id, and their names, which may come later. */
import type { LabelInput } from '../../profile/builder.js';

type Id = string | number | boolean | null;

export class Threads {
  readonly #rows = new Map<string, number>();
  readonly #ids: { readonly pid: Id; readonly tid: Id }[] = [];
  readonly #names = new Map<string, string>();
  readonly #processes = new Map<string, string>();

  row(pid: Id, tid: Id): number {
    const key = keyOf(pid, tid);
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.#ids.push({ pid, tid }) - 1;
      this.#rows.set(key, row);
    }
    return row;
  }

  nameThread(pid: Id, tid: Id, name: string): void {
    this.#names.set(keyOf(pid, tid), name);
  }

  nameProcess(pid: Id, name: string): void {
    this.#processes.set(String(pid), name);
  }

  name(row: number): string {
    const { pid, tid } = this.#ids[row]!;
    return this.#names.get(keyOf(pid, tid)) ?? `thread ${String(tid)} of ${String(pid)}`;
  }

  labels(row: number): LabelInput[] {
    const { pid, tid } = this.#ids[row]!;
    const labels: LabelInput[] = [];
    const process = this.#processes.get(String(pid));
    const name = this.#names.get(keyOf(pid, tid));
    if (name !== undefined && name !== '') labels.push({ key: 'thread', text: name });
    else if (typeof tid === 'string') labels.push({ key: 'thread', text: tid });
    if (isId(tid)) labels.push({ key: 'thread.id', number: tid, unit: '' });
    if (process !== undefined && process !== '') labels.push({ key: 'process', text: process });
    if (isId(pid)) labels.push({ key: 'process.id', number: pid, unit: '' });
    return labels;
  }
}

function keyOf(pid: Id, tid: Id): string {
  return JSON.stringify([pid, tid]);
}

function isId(id: Id): id is number {
  return typeof id === 'number' && Number.isSafeInteger(id);
}
