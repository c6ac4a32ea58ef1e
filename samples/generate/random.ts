/** Seeded randomness: the same seed gives the same data on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0, below 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Whole, log-normal, at least 1. */
  logNormal(mean: number, deviation: number): number {
    return Math.max(1, Math.round(Math.exp(mean + deviation * this.normal())));
  }
}

/** Draws positions by weight. */
export class Weighted {
  private readonly sums: Float64Array;

  constructor(weights: readonly number[]) {
    this.sums = new Float64Array(weights.length);
    let total = 0;
    for (const [at, weight] of weights.entries()) this.sums[at] = total += weight;
  }

  draw(random: Random): number {
    const wanted = random.next() * (this.sums.at(-1) ?? 0);
    let [low, high] = [0, this.sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Linear between points of a quantile table. @param at from 0 to 1 */
export function quantile(table: readonly (readonly [number, number])[], at: number): number {
  for (const [index, [share, value]] of table.entries()) {
    const before = table[index - 1];
    if (share < at) continue;
    if (before === undefined || share === before[0]) return value;
    return before[1] + ((at - before[0]) / (share - before[0])) * (value - before[1]);
  }
  return table.at(-1)?.[1] ?? 0;
}

/** Quantile of the standard normal, to 4.5e-4 (Abramowitz and Stegun 26.2.23). */
export function normalQuantile(at: number): number {
  const tail = Math.min(at, 1 - at);
  const t = Math.sqrt(-2 * Math.log(tail));
  const top = 2.515517 + 0.802853 * t + 0.010328 * t * t;
  const bottom = 1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t;
  const value = t - top / bottom;
  return at < 0.5 ? -value : value;
}
