/** Makes hostile text safe for each place it is written to. All writers use it: names in profiles are input. */

/** C0 and C1 controls, bidirectional overrides and isolates, zero-width characters, line separators, byte order mark. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** For a terminal: every character that could move the cursor, reorder or hide text is shown as \xNN or \uNNNN. */
export function forTerminal(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0);
    return code < 256
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** For JSON that was written already: the same characters as \\uNNNN, so that it reads back the same; line ends stay. */
export function forJson(json: string): string {
  return json.replace(UNSAFE, (char) =>
    char === '\n' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** For one frame of folded text: ";" and controls would end the frame or the line. */
export function forFolded(text: string): string {
  return text.replace(/;/g, ':').replace(UNSAFE, ' ');
}
