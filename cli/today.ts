/** The day on which built-in figures are judged old. */

/** ISO date in UTC. SOURCE_DATE_EPOCH (seconds, reproducible-builds.org) goes before the clock, for the same bytes on any day. */
export function today(): string {
  const fixed = Number(process.env['SOURCE_DATE_EPOCH'] || Number.NaN);
  const time = Number.isFinite(fixed) ? fixed * 1000 : Date.now();
  return new Date(time).toISOString().slice(0, 10);
}
