import { rmSync } from 'node:fs';
import path from 'node:path';
import { generateHistory } from '../samples/generate';
import type { Expected } from '../samples/generate';
import { writeDatasets, yesterday } from './generate';
import type { Home } from './home';
import { loadFile } from './load-file';
import type { LoadAnswer } from './claimed';
import { rememberEnd, rememberedEnd } from './start-memory';
import type { Lake } from './target';

export interface HistorySize {
  readonly seed: number;
  readonly rows: number;
  readonly days: number;
}
export interface LoadedHistory {
  readonly files: readonly LoadAnswer[];
  readonly expected: Expected;
  readonly endDate: string;
}

/** Makes the history of this home and loads it through the file door; the second time changes nothing. */
export async function loadHistory(
  lake: Lake,
  home: Home,
  size: HistorySize,
): Promise<LoadedHistory> {
  const endDate = rememberedEnd(home) ?? yesterday();
  const { transactions, datasets, expected } = generateHistory({
    seed: size.seed,
    days: size.days,
    transactions: size.rows,
    endDate,
  });
  rememberEnd(home, endDate);
  const folder = path.join(home.dir, 'history');
  const written = writeDatasets(folder, { ...datasets, transactions });
  const files = await Promise.all(
    written.map(({ file, dataset }) => loadFile(lake, { file, dataset, source: 'direct' })),
  );
  rmSync(folder, { recursive: true, force: true });
  return { files, expected, endDate };
}
