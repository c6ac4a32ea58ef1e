import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { ownJson } from '../../lambdas/shared/own-json';
import type { ModelScans } from './model-scans';

/** What each model may scan: `table, partitions: columns` for every reading of one slice's build, and of its audit. */
const FILE = 'test/fixtures/scans.yaml';

export interface AcceptedScans extends ModelScans {
  /** Why it reads all of what is sliced, or more than it once did. */
  readonly why?: string;
}
type ByModel = Readonly<Record<string, AcceptedScans>>;

export const acceptedScans = (): ByModel =>
  ownJson<ByModel>(JSON.stringify(parse(readFileSync(FILE, 'utf8'))), FILE);

export const writeAccepted = (scans: ByModel): void =>
  writeFileSync(FILE, stringify(scans, { lineWidth: 120, sortMapEntries: false }));

/** Whether a model fetches a column of a partition that it did not, or fetches one more often. */
export function grew(before: ModelScans, now: ModelScans): boolean {
  const known = readings(before);
  return [...readings(now)].some(([reading, times]) => times > (known.get(reading) ?? 0));
}

function readings({ build, audit }: ModelScans): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const lines = [...build.map((line) => `build ${line}`), ...audit.map((line) => `audit ${line}`)];
  for (const line of lines) {
    const [place = '', columns = ''] = line.split(/: ?/);
    for (const column of ['', ...columns.split(' ')]) {
      const reading = `${place} ${column}`;
      times.set(reading, (times.get(reading) ?? 0) + 1);
    }
  }
  return times;
}
