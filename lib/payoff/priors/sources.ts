/** The sources that the speedup tables rest on, each once. */
import type { PriorSource } from './prior.js';

export const KOSTYA: PriorSource = {
  id: 'kostya-2025-08-17',
  what: 'kostya/benchmarks README, Xeon E-2324G, go 1.25.0, rust 1.89, node 24.5, java 24, python 3.13.5',
  date: '2025-08-17',
  grade: 'A',
};
export const REBAR: PriorSource = {
  id: 'rebar-2025-08',
  what: 'BurntSushi/rebar, geometric means of search speed ratios',
  date: '2025-08',
  grade: 'A',
};
export const GRPC: PriorSource = {
  id: 'grpc-bench-pr62',
  what: 'LesnyRumcajs/grpc_bench PR 62: requests per CPU, tonic 350, go 130, node 120, java 85',
  date: '2020',
  grade: 'B',
};
export const GC_GUIDE: PriorSource = {
  id: 'go-gc-guide',
  what: 'Go GC guide; that 0.8 to 1 of the collector work goes away is assumed',
  date: '2026-11-24',
  grade: 'assumption',
};
export const TIKTOK: PriorSource = {
  id: 'wxiaoyun-2025-08-01',
  what: 'wxiaoyun.com Rust rewrite case study: 1.51x at equal load',
  date: '2025-08-01',
  grade: 'B',
};
export const GRAB: PriorSource = {
  id: 'grab-2025',
  what: 'engineering.grab.com Counter Service: 4.4x, core counts at second hand',
  date: '2025',
  grade: 'C',
};
export const PINGORA: PriorSource = {
  id: 'pingora-2022',
  what: 'blog.cloudflare.com Pingora: one third of the CPU, of a new design',
  date: '2022',
  grade: 'B',
};
export const ASSUMED: PriorSource = {
  id: 'assumed',
  what: 'no published figure',
  date: '2026-11-24',
  grade: 'assumption',
};

export const REWRITES: PriorSource = {
  id: 'flameworth-rewrites-2026-11-25',
  what: 'samples/rewrites of this project: sixteen Go programs with their hot part in Rust, go 1.26.8, rustc 1.95.0',
  date: '2026-11-25',
  grade: 'A',
};

/** When the tables were last gone through; see data-age.ts. */
export const PRIORS_DATED = '2026-11-25';
