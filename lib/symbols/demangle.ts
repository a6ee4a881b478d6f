export function demangle(name: string): string | null { void name; return null; }
