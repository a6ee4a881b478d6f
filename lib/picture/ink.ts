/** Colours of all that is not a box's fill: text, outlines, marks. */

export interface Ink {
  readonly background: string;
  readonly text: string;
  /** Boxes too small to draw one by one. */
  readonly dust: string;
  /** Fill of what was searched for, and the text on it. */
  readonly match: string;
  readonly matchText: string;
  readonly outline: string;
  /** Outline of the rewrite set. */
  readonly chosen: string;
}

export function inkOf(dark: boolean): Ink {
  return dark
    ? {
        background: '#16181d',
        text: '#f3f4f6',
        dust: '#3a3f4a',
        match: '#c012c0',
        matchText: '#ffffff',
        outline: '#ffffff',
        chosen: '#ffd24a',
      }
    : {
        background: '#ffffff',
        text: '#14161a',
        dust: '#d4d7dd',
        match: '#c800c8',
        matchText: '#ffffff',
        outline: '#111111',
        chosen: '#0b3fb5',
      };
}
