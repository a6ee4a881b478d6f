/** The package a function belongs to, read off its name: one rule for each language's way of writing names. */

/**
 * Go: the import path ("net/http" of "net/http.(*conn).serve"), type arguments left out and the "%2e" with which the
 * linker writes dots in the last element turned back. C++ and Rust: all but the last `::` part. Java: all but class
 * and method ("com.acme" of "com.acme.Shop.price"). JavaScript, Python and Ruby: the source file. A name without any of these: its
 * source file, else "<no package>".
 */
export function packageOf(name: string, file: string | null): string {
  const bare = withoutArguments(name);
  if (bare.includes('::')) return bare.slice(0, bare.lastIndexOf('::'));
  if (file !== null && /\.([cm]?[jt]sx?|py|rb)$/.test(file)) return file;
  const slash = bare.lastIndexOf('/');
  const dot = bare.indexOf('.', slash + 1);
  if (dot > 0) {
    const java = /^((?:[a-z_]\w*[./])+)[A-Z]\w*/.exec(bare);
    return java === null ? bare.slice(0, dot).replaceAll('%2e', '.') : java[1]!.slice(0, -1);
  }
  return file ?? '<no package>';
}

/** Cuts type arguments and parameter lists, which hold other packages' names; Go's receivers "(*T)" stay. */
function withoutArguments(name: string): string {
  let depth = 0;
  let bare = '';
  for (let i = 0; i < name.length; i++) {
    const c = name[i]!;
    const opens = c === '[' || c === '<' || (c === '(' && name.includes('::') && i > 0);
    const closes = c === ']' || (c === '>' && name[i - 1] !== '-') || (c === ')' && name.includes('::'));
    if (opens) depth++;
    else if (closes && depth > 0) depth--;
    else if (depth === 0) bare += c;
  }
  return bare === '' ? name : bare;
}
