/** Dark or light. */

export function isDark(theme: '' | 'dark' | 'light'): boolean {
  return theme === '' ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}
