/** Single results as lines of JSON: `vegeta encode`, and `k6 run --out json=FILE`. */
import { byStatus, type LoadReading, latenciesOf, Numbers, reading } from './load-reading.js';

type Fields = Readonly<Record<string, unknown>>;

/** Feed it lines; `done` gives null where they were of no known tool. */
export class ResultLines {
  readonly #took = new Numbers();
  readonly #statuses: Record<string, number> = {};
  #tool: 'vegeta' | 'k6' | null = null;
  #requests = 0;
  #begin = Number.POSITIVE_INFINITY;
  #lastSent = 0;
  #end = 0;
  #dropped = false;

  line(text: string): void {
    const value = fieldsOf(text);
    if (value === null) return;
    if ('latency' in value && 'seq' in value && 'code' in value) this.#vegeta(value);
    else if (value['type'] === 'Point' && typeof value['data'] === 'object' && value['data'] !== null)
      this.#k6(String(value['metric']), value['data'] as Fields);
    else if (value['type'] === 'Metric' && value['metric'] === 'dropped_iterations') this.#dropped = true;
  }

  #vegeta(value: Fields): void {
    this.#tool = 'vegeta';
    const sent = Date.parse(String(value['timestamp'])) / 1000;
    const ms = Number(value['latency']) / 1e6;
    const status = String(value['code']);
    this.#took.push(ms);
    this.#requests++;
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    this.#begin = Math.min(this.#begin, sent);
    this.#lastSent = Math.max(this.#lastSent, sent);
    this.#end = Math.max(this.#end, sent + ms / 1e3);
  }

  #k6(metric: string, data: Fields): void {
    const value = Number(data['value']);
    const at = Date.parse(String(data['time'])) / 1000;
    if (metric === 'dropped_iterations') this.#dropped = true;
    else if (metric === 'http_req_duration') {
      this.#tool = 'k6';
      this.#took.push(value);
      this.#begin = Math.min(this.#begin, at - value / 1e3);
      this.#end = Math.max(this.#end, at);
    } else if (metric === 'http_reqs') {
      this.#requests += value;
      const tags = typeof data['tags'] === 'object' && data['tags'] !== null ? (data['tags'] as Fields) : {};
      const status = String(tags['status'] ?? '0');
      this.#statuses[status] = (this.#statuses[status] ?? 0) + value;
    }
  }

  done(): LoadReading | null {
    if (this.#tool === null) return null;
    const seconds = this.#end - this.#begin;
    const span = this.#lastSent - this.#begin;
    return reading(this.#tool, {
      loop: this.#tool === 'vegeta' || this.#dropped ? 'open' : 'unknown',
      requests: this.#requests,
      seconds,
      sentPerSecond: this.#tool === 'vegeta' && span > 0 ? (this.#requests - 1) / span : null,
      answeredPerSecond: seconds > 0 ? (this.#requests - (this.#statuses['0'] ?? 0)) / seconds : null,
      ...byStatus(this.#statuses),
      latencyMs: latenciesOf(this.#took.values()),
      begin: this.#begin,
      end: this.#end,
    });
  }
}

function fieldsOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}
