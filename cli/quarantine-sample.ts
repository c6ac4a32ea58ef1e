import { statement } from './statement';
import type { Lake } from './target';

export interface RejectedRecord {
  readonly reasons: unknown;
  /** What may be shown of the record. */
  readonly redacted: unknown;
  readonly arrived: string;
}

/** A rejected record to look at: the newest of those that say most. */
export async function quarantineSample(lake: Lake): Promise<RejectedRecord | null> {
  const { rows } = await statement(
    lake,
    `SELECT reasons, redacted, _ingested_at FROM bronze.quarantine
     ORDER BY CASE WHEN length(redacted) > 2 THEN 0 ELSE 1 END, _ingested_at DESC, _sequence DESC LIMIT 1`,
    1,
  );
  const [reasons, redacted, arrived] = rows[0] ?? [];
  if (rows[0] === undefined) return null;
  return { reasons: parsed(reasons), redacted: parsed(redacted), arrived: String(arrived) };
}

/** Both columns are JSON that the gate wrote. */
const parsed = (text: unknown): unknown =>
  typeof text === 'string' ? (JSON.parse(text) as unknown) : null;
