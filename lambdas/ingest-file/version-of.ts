import { createHash } from 'node:crypto';

/**
 * Names what judges a file: the gate, and the dataset of the mapping, or the table when there is none. The
 * same bytes under the same version give the same rows, whatever the source is called; without the dataset,
 * one file's rejected rows for two tables would share a name in quarantine.
 * @param judged sha256 of the mapping's text, absent for `direct`, and the dataset's name
 */
export function versionOf(
  gateVersion: string,
  judged: { readonly sha256?: string; readonly dataset: string },
): string {
  const { sha256 = '', dataset } = judged;
  const hash = createHash('sha256').update(`${sha256} ${dataset}`).digest('hex');
  return `${gateVersion}.${hash.slice(0, 8)}`;
}
