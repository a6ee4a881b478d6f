/** `--thread` for files whose samples say whose they are: by the labels that the reader gives them. */
import { ProfileError } from '../base/errors.js';
import type { LabelInput } from '../profile/builder.js';
import type { ReadContext } from './format.js';

const LISTED = 20;

export class ThreadChoice {
  readonly #wanted: string | null;
  readonly #seen = new Set<string>();
  #found = false;

  constructor({ thread }: ReadContext) {
    this.#wanted = thread === undefined || thread === '' ? null : thread;
  }

  /** Whether one thread is meant. */
  get chooses(): boolean {
    return this.#wanted !== null;
  }

  /** Whether samples with these labels are of the thread that is meant: its name or its id. */
  keeps(labels: readonly LabelInput[]): boolean {
    if (this.#wanted === null) return true;
    const names = labels.flatMap((label) => {
      if (label.key !== 'thread' && label.key !== 'thread.id') return [];
      return ['text' in label ? label.text : String(label.number)];
    });
    if (names.includes(this.#wanted)) {
      this.#found = true;
      return true;
    }
    if (this.#seen.size <= LISTED) this.#seen.add(names.join(' ') || 'none');
    return false;
  }

  /** Throws 'usage' where no samples were of it. Call after the last sample. */
  refuseUnknown(): void {
    if (this.#wanted === null || this.#found) return;
    const names = [...this.#seen].slice(0, LISTED);
    const more = this.#seen.size > LISTED ? ', and more' : '';
    throw new ProfileError(
      'usage',
      `there is no thread "${this.#wanted}"; expected a name or an id among ${names.join(', ')}${more}`,
    );
  }
}
