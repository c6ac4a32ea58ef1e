import { describe, expect, it } from 'vitest';
import { assumptionsOf } from '../../cli/cost/assumptions';
import { cadencesOf } from '../../cli/cost/builds';
import { sourceOf } from '../../cli/cost/source';

const GIVEN = { perDay: 10_000_000, recordBytes: 504, entropy: 1, lateRebuilds: 0, months: 12 };
const GZIP = 404 / 661;

async function scanned(model: string, everyMinutes: number, given = {}): Promise<number> {
  const { models, config } = await sourceOf({ env: 'prod', everyMinutes });
  const cadences = cadencesOf(models, config, assumptionsOf({ ...GIVEN, ...given }, 12));
  return cadences.find((one) => one.model === model)?.bytesScanned ?? 0;
}

describe('what builds scan in a month', () => {
  it('is half a day for each run, and half a day more since the last finds all of it', async () => {
    // (2,880 builds + 30 days) / 2 = 1,455 days × 10 M × 251 B, bronze as GZIP
    expect(await scanned('silver.transactions', 15)).toBeCloseTo(1455 * 1e7 * 286 * GZIP, -6);
  });

  it('of a run a day is each day once', async () => {
    expect(await scanned('silver.transactions', 1440)).toBeCloseTo(30 * 1e7 * 286 * GZIP, -6);
  });

  it('adds whole days for what comes late', async () => {
    const late = await scanned('silver.transactions', 15, { lateRebuilds: 4 });

    // 4 × 30 days more
    expect(late).toBeCloseTo((1455 + 120) * 1e7 * 286 * GZIP, -6);
  });

  it('of all keys is all history, once a week', async () => {
    // 30 / 7 scans × 360 days × 10 M × 58 B, bronze as GZIP
    const bytes = (30 / 7) * 360 * 1e7 * 69 * GZIP;

    expect(await scanned('silver.moved_transactions', 15)).toBeCloseTo(bytes, -6);
  });
});
