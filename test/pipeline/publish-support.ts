import type { SliceItem } from '../../lambdas/shared/ledger/items';
import type { TestLake } from './support/lake';
import { emptyLakes } from './support/setup';

export const lakeOf = emptyLakes();

export const item = (model: string, slice: string, over: Partial<SliceItem> = {}): SliceItem => ({
  model,
  slice,
  run: 'r',
  fence: 1,
  location: `s3://lake/${slice}/`,
  rows: 1,
  bytes: 1,
  signature: 's',
  fingerprint: 'f',
  publishedAt: '2026-01-01T00:00:00Z',
  ...over,
});

export const catalogOf = (lake: TestLake) => ({
  glue: lake.glue.client,
  slices: lake.ledger.slices,
  bucket: 'lake',
});
