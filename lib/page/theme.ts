/** Dark or light, and what the canvas takes from it. */
import type { Ink } from './canvas.js';

export function isDark(theme: '' | 'dark' | 'light'): boolean {
  return theme === '' ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

/** Contrast of text on every fill of `colours.ts` is at least 4.5 to 1. */
export function inkOf(dark: boolean): Ink {
  return dark
    ? {
        background: '#16181d',
        text: '#f3f4f6',
        mutedText: '#a0a6b1',
        dust: '#3a3f4a',
        match: '#c012c0',
        outline: '#ffffff',
        chosen: '#ffd24a',
      }
    : {
        background: '#ffffff',
        text: '#14161a',
        mutedText: '#5b616e',
        dust: '#d4d7dd',
        match: '#c800c8',
        outline: '#111111',
        chosen: '#0b3fb5',
      };
}
