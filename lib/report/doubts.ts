/** What a report warns of: the same sentences in the same order as text, as Markdown and on the page. */

interface Message {
  readonly message: string;
}

/** As an answer and its JSON have them. */
export interface Doubtful {
  readonly warnings: readonly Message[];
  readonly sufficiency: string | null;
  readonly biases: readonly (Message & { readonly code: string })[];
  readonly checks: readonly Message[];
}

/** What the file warned of, whether samples suffice (once: a bias may say it), what it cannot show, what data is old. */
export function doubts({ warnings, sufficiency, biases, checks }: Doubtful): string[] {
  const said = biases.some(({ code }) => code === 'bias-few-samples');
  return [
    ...warnings.map(({ message }) => message),
    ...(sufficiency === null || said ? [] : [sufficiency]),
    ...[...biases, ...checks].map(({ message }) => message),
  ];
}
