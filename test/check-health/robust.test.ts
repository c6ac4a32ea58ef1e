import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, robustSigmas } from '../../lambdas/check-health/robust';

const rows = fc.integer({ min: 0, max: 10_000_000 });
const history = fc.array(rows, { minLength: 4, maxLength: 8 });

describe('robust sigmas', () => {
  it('find the middle of an odd and an even number of values', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([1, 9, 5, 7])).toBe(6);
    expect(() => median([])).toThrow(RangeError);
  });

  it('count deviations from the middle as a normal distribution would', () => {
    // median 100, deviations 10 20 0 10 20 → MAD 10 → sigma 14.826
    const sigmas = robustSigmas(160, [90, 80, 100, 110, 120]);

    expect(sigmas).toBeCloseTo(60 / 14.826, 6);
  });

  it('are zero at the middle, and rise with the value', () => {
    fc.assert(
      fc.property(history, rows, rows, (others, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];

        expect(robustSigmas(median(others), others)).toBe(0);
        expect(robustSigmas(low, others)).toBeLessThanOrEqual(robustSigmas(high, others));
      }),
    );
  });

  it('know no order, and mirror below what they say above', () => {
    fc.assert(
      fc.property(history, rows, (others, distance) => {
        const middle = median(others);

        expect(robustSigmas(middle + distance, [...others].reverse())).toBeCloseTo(
          -robustSigmas(middle - distance, others),
          9,
        );
      }),
    );
  });

  it('stay calm when a minority of the past was wild', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 1_000_000 }), rows, (usual, wild) => {
        const calm = Array.from({ length: 7 }, () => usual);
        const others = [...calm, wild];

        expect(robustSigmas(usual, others)).toBe(0);
        expect(Math.abs(robustSigmas(usual * 2, others))).toBeGreaterThan(3);
      }),
    );
  });

  it('tolerate a change of a few percent after days that were all alike', () => {
    expect(Math.abs(robustSigmas(1_100, [1000, 1000, 1000, 1000]))).toBeLessThanOrEqual(3);
    expect(robustSigmas(0, [1000, 1000, 1000, 1000])).toBeLessThan(-3);
  });

  it('never leave the scale', () => {
    fc.assert(
      fc.property(history, rows, (others, value) => {
        expect(Math.abs(robustSigmas(value, others))).toBeLessThanOrEqual(99);
      }),
    );
  });
});
