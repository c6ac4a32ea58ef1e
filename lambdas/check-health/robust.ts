/** Of a normal distribution, a median absolute deviation is this part of its standard deviation. */
const MAD_TO_SIGMA = 1.4826;
/** Days that hardly differ would make any change look wild: a sigma is never less than this share of the median. */
const LEAST_SIGMA_SHARE = 0.05;
/** A day without a record after weeks with the same number has no bound otherwise. */
const MOST_SIGMAS = 99;

/** @throws RangeError for no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('median of no values');
  return (lower + upper) / 2;
}

/**
 * How many robust standard deviations a value lies above the median of others, negative below: one wild day in
 * the past changes neither the middle nor the width, as it would change a mean.
 * @param others at least one
 */
export function robustSigmas(value: number, others: readonly number[]): number {
  const middle = median(others);
  const deviation = median(others.map((other) => Math.abs(other - middle)));
  const sigma = Math.max(MAD_TO_SIGMA * deviation, LEAST_SIGMA_SHARE * Math.abs(middle), 1);
  return Math.max(-MOST_SIGMAS, Math.min(MOST_SIGMAS, (value - middle) / sigma));
}
