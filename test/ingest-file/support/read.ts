import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS, type Limits } from '../../../lambdas/ingest-file/limits';
import { makeRecords } from '../../../lambdas/ingest-file/make-records';
import { parseMapping } from '../../../lambdas/ingest-file/mapping';
import { contracts } from '../../../lambdas/shared/contracts';
import type { Contract } from '../../../lambdas/shared/contracts/contract';

export interface ReadRecord {
  readonly number: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
}
export interface ReadOptions {
  readonly mapping?: string;
  readonly dataset?: string;
  readonly limits?: Partial<Limits>;
}

export function contractOf(table: string): Contract {
  const contract = contracts[table];
  if (contract === undefined) throw new Error(`no contract ${table}`);
  return contract;
}

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Documents that are no JSON go to the gate as they are.
    return {};
  }
};

/** The records that a file gives, before the gate. */
export async function readFile(
  fileName: string,
  content: string | Uint8Array,
  { mapping, dataset = 'transactions', limits = {} }: ReadOptions = {},
): Promise<readonly ReadRecord[]> {
  const folder = await mkdtemp(join(tmpdir(), 'read-test-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, content);
    const bytes = Buffer.byteLength(content);
    const own =
      mapping === undefined
        ? undefined
        : parseMapping(mapping, 'm.yaml', contracts).datasets[dataset];
    const found: ReadRecord[] = [];
    const request = {
      file: { path, bytes },
      fileName,
      folder,
      contract: contractOf(own?.table ?? dataset),
      limits: { ...LIMITS, ...limits },
      onRow: () => undefined,
      ...(own !== undefined && { mapping: own }),
    };
    for await (const { number, bytes: record, faults } of makeRecords(request)) {
      const text = Buffer.from(record).toString('utf8');
      found.push({ number, text, json: parsed(text), faults: faults.map(({ code }) => code) });
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A mapping of products: the least that a contract asks for, so that a test shows only what it is about. */
export const products = (fields: string, file = '', more = ''): string => `
file: {${file}}
datasets:
  products:
    ${more}
    fields: {product_id: id, ${fields}}
`;

export const jsonOf = async (
  name: string,
  content: string | Uint8Array,
  mapping: string,
  dataset = 'transactions',
) => (await readFile(name, content, { mapping, dataset })).map(({ json }) => json);
