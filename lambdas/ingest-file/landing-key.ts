import { FileFault } from './faults';

/** `<source>/<dataset>/<file>`, or `<source>@<sha12>/…` for a mapping that was uploaded. */
export interface LandingKey {
  readonly source: string;
  /** First 12 hex digits of the uploaded mapping's sha256. */
  readonly uploaded?: string;
  readonly dataset: string;
  readonly fileName: string;
}
const KEY = /^([\w.-]+)(?:@([0-9a-f]{12}))?\/([\w-]+)\/(.+)$/;

/** @throws FileFault that says how a key must look */
export function parseLandingKey(key: string): LandingKey {
  const [, source = '', uploaded, dataset = '', fileName = ''] = KEY.exec(key) ?? [];
  if (source === '') {
    throw new FileFault(
      'has a key that names no source and dataset: use <source>/<dataset>/<file>',
    );
  }
  return { source, dataset, fileName, ...(uploaded !== undefined && { uploaded }) };
}
