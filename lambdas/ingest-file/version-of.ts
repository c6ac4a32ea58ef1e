import { createHash } from 'node:crypto';

/**
 * Names what judges a file: the gate, and the mapping's dataset when there is one. The same bytes under
 * the same version give the same rows, whatever the source is called.
 * @param mapping sha256 of the mapping's text, and the dataset's name in it
 */
export function versionOf(
  gateVersion: string,
  mapping?: { readonly sha256: string; readonly dataset: string },
): string {
  if (mapping === undefined) return gateVersion;
  const hash = createHash('sha256').update(`${mapping.sha256} ${mapping.dataset}`).digest('hex');
  return `${gateVersion}.${hash.slice(0, 8)}`;
}
