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

/** For HTML text and attribute values in double quotes. Controls and bidirectional marks are shown, as on a terminal. */
export function forHtml(text: string): string {
  return forTerminal(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Lone surrogates and the two code points that are no characters. */
const NOT_XML = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g;

/** For XML and SVG: as for HTML; characters that XML 1.0 does not allow have been shown, lone surrogates are replaced. */
export function forXml(text: string): string {
  return forHtml(text).replace(NOT_XML, '\ufffd');
}

/** Longest code span: longer names keep their tail, which tells more. */
const LONGEST_SPAN = 120;

/**
 * For Markdown, in a table too: a code span that no backtick inside can end (CommonMark 6.1). Pipes are escaped as GitHub's
 * tables want it; controls and bidirectional marks are shown.
 */
export function forMarkdown(text: string): string {
  const shown = forTerminal(text);
  const cut = shown.length > LONGEST_SPAN ? `…${shown.slice(1 - LONGEST_SPAN)}` : shown;
  const longest = Math.max(0, ...(cut.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(cut) || cut === '' ? ' ' : '';
  return `${fence}${pad}${cut.replace(/\|/g, '\\|')}${pad}${fence}`;
}

/** For running text in Markdown, of our own sentences with names inside: no sign in it can become markup, a link or a mention. */
export function forMarkdownText(text: string): string {
  return forTerminal(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]()|#~!]/g, '\\$&')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//');
}

/** For the path of a URL: each segment percent-encoded, the round brackets too, which would end a link in Markdown. */
export function forUrlPath(path: string): string {
  return path
    .replace(LONE_SURROGATE, '\ufffd')
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(
        /[!'()*]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
}

/** For the message of a GitHub workflow command; line ends are kept, encoded. */
export function forGithubData(text: string): string {
  return text
    .split(/(\r\n|\r|\n)/)
    .map((part) => part.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A'))
    .map((part) => forTerminal(part))
    .join('');
}

/** For a property of one (`file=`, `title=`), which ":" and "," would end. */
export function forGithubProperty(text: string): string {
  return forGithubData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** For properties and message of an Azure Pipelines command (`##vso[...]`). */
export function forAzure(text: string): string {
  return forTerminal(text.replace(/%/g, '%AZP25').replace(/\r/g, '%0D').replace(/\n/g, '%0A'))
    .replace(/;/g, '%3B')
    .replace(/\]/g, '%5D');
}

/** For a line of a build's log: GitHub runs what begins a line with "::", both services "##[" and "##vso[" anywhere. */
export function forLog(text: string): string {
  return forTerminal(text)
    .replace(/##(?=\[|vso\[)/gi, '# #')
    .replace(/^(\s*):(?=:)/, '$1\\x3a');
}

/** For one cell of CSV: always quoted; what a spreadsheet would take for a formula begins with an apostrophe. */
export function forCsv(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${forTerminal(plain).replace(/"/g, '""')}"`;
}

/** For a message in SARIF, where square brackets begin links and braces placeholders (SARIF 2.1.0, 3.11.5 and 3.11.6). */
export function forSarif(text: string): string {
  return forTerminal(text)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/[{}]/g, '$&$&');
}
