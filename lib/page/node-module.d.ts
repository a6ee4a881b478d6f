/** What the pages' types reach of Node: they name types of files that load a package late. Nothing of it is in a page. */
declare module 'node:module' {
  export function createRequire(url: string): (id: string) => unknown;
}
