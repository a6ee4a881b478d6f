/** The assumptions: those that matter as sliders, all of them as a table with sources. */
import type { CostModel, CostModelOptions } from '../payoff/cost-model.js';
import { PARAMETERS } from '../payoff/parameters.js';
import { element } from './elements.js';
import type { AnswerJson } from './evidence-section.js';
import { plain } from './report-words.js';

/** What a reader is asked about first; each is a parameter of the cost model. */
const SLIDERS = [
  { key: 'fleetVcpu', title: 'Fleet' },
  { key: 'usdPerVcpuHour', title: 'Price of a vCPU-hour, USD' },
  { key: 'discount', title: 'Discount on the list price' },
  { key: 'speedup', title: 'Local speedup of the rewritten work' },
  { key: 'effortPm', title: 'Effort, person-months' },
  { key: 'personMonthUsd', title: 'A person-month, USD' },
  { key: 'realise', title: 'Part of the freed CPU given back' },
  { key: 'maintenance', title: 'Maintenance, of build cost a year' },
  { key: 'failure', title: 'Chance that it is given up' },
  { key: 'horizonYears', title: 'Horizon, years' },
] as const;

export type SliderKey = (typeof SLIDERS)[number]['key'];
export type Changes = Partial<Record<SliderKey, number>>;

export interface AssumptionsListeners {
  readonly changed: (changes: Changes) => void;
}

const STEPS = 400;

export class AssumptionsSection {
  readonly element: HTMLElement;
  readonly #listeners: AssumptionsListeners;
  #changes: Changes = {};
  readonly #rows: readonly Slider[];
  readonly #command = element('code', {});

  constructor(answer: AnswerJson, model: CostModel, listeners: AssumptionsListeners) {
    this.#listeners = listeners;
    // A measured speedup is no assumption.
    const isMeasured = (answer.proof?.load ?? null) !== null;
    this.#rows = SLIDERS.filter(({ key }) => !(isMeasured && key === 'speedup')).map(
      (row) =>
        new Slider(row.title, rangeOf(row.key, model), (value) => {
          this.#set(row.key, value);
        }),
    );
    const reset = element('button', { type: 'button', onclick: () => this.#reset() }, 'As it was');
    this.element = element(
      'section',
      { 'aria-labelledby': 'assumptions' },
      element('h2', { id: 'assumptions' }, 'Assumptions'),
      element(
        'p',
        { class: 'note' },
        'Move one, and the verdict above is worked out anew, by the same code as on the command line. The rewrite set stays as it was chosen.',
      ),
      element('div', { class: 'sliders' }, ...this.#rows.map(({ element: row }) => row)),
      element(
        'p',
        {},
        reset,
        ' ',
        element('span', { class: 'note' }, 'On the command line: '),
        this.#command,
      ),
      table(answer),
    );
    this.#showCommand();
  }

  #set(key: SliderKey, value: number | null): void {
    const { [key]: _, ...others } = this.#changes;
    this.#changes = value === null ? others : { ...others, [key]: value };
    this.#showCommand();
    this.#listeners.changed(this.#changes);
  }

  #reset(): void {
    this.#changes = {};
    for (const row of this.#rows) row.reset();
    this.#showCommand();
    this.#listeners.changed({});
  }

  #showCommand(): void {
    const flags = SLIDERS.flatMap(({ key }) =>
      this.#changes[key] === undefined ? [] : [`--${flagOf(key)} ${this.#changes[key]}`],
    );
    this.#command.textContent = flags.length === 0 ? 'no change' : flags.join(' ');
  }
}

/** As the command line calls it. */
function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** In words: "Fleet 800 to 400". */
export function changeWords(changes: Changes, model: CostModel): string[] {
  return SLIDERS.flatMap(({ key, title }) => {
    const value = changes[key];
    if (value === undefined) return [];
    const before = valueIn(key, model);
    return [`${title}: ${before === null ? 'not given' : plain(before)} to ${plain(value)}`];
  });
}

export function optionsOf(changes: Changes): CostModelOptions {
  return changes as CostModelOptions;
}

interface SliderRange {
  readonly low: number;
  readonly high: number;
  readonly now: number | null;
  /** Steps are factors. */
  readonly logarithmic: boolean;
  readonly unit: string;
  readonly source: string;
}

function valueIn(key: SliderKey, model: CostModel): number | null {
  if (key === 'speedup') return model.speedup?.p50 ?? null;
  if (key === 'effortPm') return model.effort?.p50 ?? null;
  if (key === 'fleetVcpu') return model.fleetVcpu;
  return model.values[key];
}

/** A thirtieth to thirty times what is assumed, within what the parameter allows; fractions from end to end. */
function rangeOf(key: SliderKey, model: CostModel): SliderRange {
  const parameter = PARAMETERS[key];
  const { low, high, unit, source } = parameter;
  const now = valueIn(key, model);
  if (high <= 1) return { low, high, now, logarithmic: false, unit, source };
  if (key === 'horizonYears') return { low: 1, high: 10, now, logarithmic: false, unit, source };
  const middle = now ?? USUAL[key] ?? Math.sqrt(low * high);
  return {
    low: Math.max(low, middle / 30),
    high: Math.min(high, middle * 30),
    now,
    logarithmic: true,
    unit,
    source,
  };
}

/** Where nothing is given. */
const USUAL: Partial<Record<SliderKey, number>> = { fleetVcpu: 200, speedup: 3, effortPm: 4 };

class Slider {
  readonly element: HTMLElement;
  readonly #range: SliderRange;
  readonly #input: HTMLInputElement;
  readonly #value = element('output', { class: 'number' });

  constructor(title: string, range: SliderRange, changed: (value: number | null) => void) {
    this.#range = range;
    this.#input = element('input', {
      type: 'range',
      min: 0,
      max: STEPS,
      step: 1,
      'aria-label': title,
      title: range.source,
      oninput: () => {
        const value = this.#read();
        this.#show(value);
        changed(value);
      },
    });
    this.element = element('label', {}, element('span', {}, title), this.#input, this.#value);
    this.reset();
  }

  reset(): void {
    const { now, low, high } = this.#range;
    const start = now ?? (this.#range.logarithmic ? Math.sqrt(low * high) : (low + high) / 2);
    this.#input.value = String(Math.round(this.#place(Math.min(high, Math.max(low, start)))));
    this.#value.textContent = now === null ? 'not given' : this.#words(now);
  }

  #show(value: number): void {
    this.#value.textContent = this.#words(value);
    this.#input.setAttribute('aria-valuetext', this.#words(value));
  }

  #words(value: number): string {
    return `${plain(value)} ${this.#range.unit}`;
  }

  #place(value: number): number {
    const { low, high, logarithmic } = this.#range;
    return (
      STEPS * (logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low))
    );
  }

  /** Three digits, so that the command line can say the same. */
  #read(): number {
    const { low, high, logarithmic } = this.#range;
    const part = Number(this.#input.value) / STEPS;
    const value = logarithmic ? low * (high / low) ** part : low + (high - low) * part;
    return Math.min(high, Math.max(low, Number(value.toPrecision(3))));
  }
}

function table({ assumptions }: AnswerJson): HTMLElement {
  const rows = assumptions.filter(({ value }) => value !== null);
  return element(
    'details',
    {},
    element('summary', {}, `All ${rows.length} values, each with its source`),
    element(
      'table',
      { class: 'assumptions' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['name', 'value', 'unit', 'how known', 'source'].map((title) =>
            element('th', { scope: 'col' }, title),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.map(({ name, value, unit, tag, source }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, name),
            element('td', { class: 'number' }, typeof value === 'number' ? plain(value) : String(value)),
            element('td', {}, unit),
            element('td', {}, tag),
            element('td', { class: 'note' }, source),
          ),
        ),
      ),
    ),
  );
}
