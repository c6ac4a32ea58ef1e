import { metricLine } from '../shared/metrics';
import type { Track } from './sighting';
import type { Watched } from './watch';

interface MetricContext {
  readonly track: Track;
  /** Overrides that are not valid. */
  readonly ignored: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Log lines that become metrics. What an operator set wrong has no stream, and is rare: a line of its own. */
export function metricsOf(watched: Watched, { track, ignored, now }: MetricContext) {
  const counts = {
    RecordsProcessed: watched.processed,
    // A metric costs by the hours in which it is written: what did not happen is left out.
    ...(watched.highValue > 0 && { HighValueTransactions: watched.highValue }),
    ...(watched.found > 0 && { AnomaliesDetected: watched.found }),
    ...(watched.errors > 0 && { ProcessingErrors: watched.errors }),
  };
  const lines = [metricLine(counts, now, { Contract: track })];
  if (ignored > 0) lines.push(metricLine({ OverridesIgnored: ignored }, now));
  return lines;
}
