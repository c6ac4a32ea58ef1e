import { contracts } from '../lambdas/shared/contracts';
import type { Files } from '../lambdas/shared/ledger/files';
import type { FileItem } from '../lambdas/shared/ledger/items';

/** All claims of the file door: quarantine holds rows of every table. */
export async function claimsOf(files: Pick<Files, 'list'>): Promise<readonly FileItem[]> {
  const lists = await Promise.all(Object.keys(contracts).map((table) => files.list(table)));
  return lists.flat();
}

const SHARD_DIGITS = 12;
/** `<first 12 of sha256>-<gate version>` of the names that the file door gives. */
const NAME = `regexp_extract("$path", 'file=([0-9a-f]{12}-.+)-[0-9]+[.]parquet$', 1)`;

/**
 * SQL condition on bronze rows that a run reads too: not those of files whose load was replaced or has
 * not finished. Bronze keeps such objects, so that nothing is ever deleted.
 */
export function visibleRows(claims: readonly FileItem[]): string {
  const hidden = claims
    .filter(({ status }) => status !== 'finished')
    .map(({ sha256, gateVersion }) => `'${sha256.slice(0, SHARD_DIGITS)}-${gateVersion}'`);
  if (hidden.length === 0) return 'TRUE';
  return `coalesce(${NAME}, '') NOT IN (${[...new Set(hidden)].sort().join(', ')})`;
}
