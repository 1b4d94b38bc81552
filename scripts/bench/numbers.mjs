/** Statistics over rounds, and the formats of values. */

export const median = (list) => percentile(list, 50);

export function percentile(list, percent) {
  const sorted = list.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** The median of the ratios of two values of the same round: noise affects both alike. */
export const ratioOf = (rounds, of, to) => median(rounds.map((round) => of(round) / to(round)));

export const times = (value) => `${value.toFixed(2)}x`;
export const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
export const mib = (value) => `${Math.round(value)} MiB`;
export const kib = (value) => `${value.toFixed(1)} KiB`;
export const seconds = (value) => `${value.toFixed(1)} s`;
