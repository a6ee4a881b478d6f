/** How many columns of a terminal a text takes. */
import { eastAsianWidth } from 'get-east-asian-width';

/** One column each: printable ASCII and the mark of a cut. */
const PLAIN = /^[\x20-\x7e…]*$/;

/**
 * Grapheme by grapheme: 2 for an emoji, else what Unicode's East Asian Width says of its first visible character;
 * ambiguous ones are narrow. Plain text is the common case, and what the others need is made when one comes: it takes
 * 15 ms. The default export, because the command's bundle has it in string-width's place.
 */
export default function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  graphemes ??= new Graphemes();
  return graphemes.width(text);
}

/** A text, because the compiler's target does not know the flag that it needs. */
const EMOJI = '^\\p{RGI_Emoji}$';

let graphemes: Graphemes | null = null;

class Graphemes {
  readonly #segmenter = new Intl.Segmenter();
  readonly #emoji = new RegExp(EMOJI, 'v');
  readonly #visible =
    /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u;

  width(text: string): number {
    let width = 0;
    for (const { segment } of this.#segmenter.segment(text)) {
      const first = segment.search(this.#visible);
      if (first === -1) continue;
      width += this.#emoji.test(segment) ? 2 : eastAsianWidth(segment.codePointAt(first)!);
    }
    return width;
  }
}
