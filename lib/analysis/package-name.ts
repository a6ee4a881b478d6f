/** The package a function belongs to, read off its name: one rule for each language's way of writing names. */

/**
 * Go: the import path ("net/http" of "net/http.(*conn).serve"); C++ and Rust: all but the last `::` part; Java: all
 * but class and method; JavaScript and Python: the source file. A name without any of these is its own file, or
 * "<no package>".
 */
export function packageOf(name: string, file: string | null): string {
  const bare = name.replace(/\[[^\]]*\]/g, '').replace(/<[^<>]*>/g, '');
  if (bare.includes('::')) return bare.slice(0, bare.lastIndexOf('::'));
  if (file !== null && /\.(js|mjs|cjs|ts|py|rb)$/.test(file)) return file;
  const slash = bare.lastIndexOf('/');
  const dot = bare.indexOf('.', slash + 1);
  if (dot > 0) {
    const java = /^((?:[a-z_][\w]*[./])+)[A-Z]\w*/.exec(bare);
    return java === null ? bare.slice(0, dot) : java[1]!.slice(0, -1);
  }
  return file ?? '<no package>';
}
