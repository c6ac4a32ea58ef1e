import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { judgeRecords } from '../../../lambdas/ingest-file/judge-records';
import { LIMITS } from '../../../lambdas/ingest-file/limits';
import { makeRecords } from '../../../lambdas/ingest-file/make-records';
import { parseMapping } from '../../../lambdas/ingest-file/mapping';
import { settingsFor } from '../../../lambdas/ingest-file/sources';
import { contracts } from '../../../lambdas/shared/contracts';
import { validatorOf } from '../../../lambdas/shared/contracts/validator-of';
import { createGate } from '../../../lambdas/shared/gate/gate';
import { createHash } from 'node:crypto';
import { contractOf } from './read';
import { settings, tokens } from './memory-door';

export type JsonRow = Readonly<Record<string, unknown>>;
export interface Judged {
  /** Bronze rows; tokens are those of the test's own key. */
  readonly accepted: readonly JsonRow[];
  /** Reason codes of each rejected record. */
  readonly rejected: readonly (readonly string[])[];
}
const NOW = Date.parse('2026-01-10T12:00:00Z');

/** The mapping of that title, as docs/sources.md prints it. */
export function documented(title: string): string {
  const blocks = readFileSync('docs/sources.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g);
  const found = [...blocks].find(([, yaml = '']) => yaml.startsWith(`title: ${title}\n`));
  if (found?.[1] === undefined) throw new Error(`docs/sources.md has no mapping "${title}"`);
  return found[1];
}

/** What the file door would put into bronze and quarantine of a file. */
export async function judged(
  fileName: string,
  content: string | Uint8Array,
  { mapping: text, dataset = 'transactions' }: { mapping: string; dataset?: string },
): Promise<Judged> {
  const { datasets, sha256 } = parseMapping(text, 'm.yaml', contracts);
  const mapping = datasets[dataset];
  if (mapping === undefined) throw new Error(`the mapping has no ${dataset}`);
  const contract = contractOf(mapping.table);
  const gate = createGate(contract, {
    settings: settingsFor(settings, { contract, mapping, sha256 }),
    tokens,
    isCanonical: await validatorOf(contract),
    now: () => NOW,
  });
  const folder = await mkdtemp(join(tmpdir(), 'judged-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, content);
    const request = {
      file: { path, bytes: Buffer.byteLength(content) },
      fileName,
      folder,
      contract,
      mapping,
      limits: LIMITS,
      onRow: () => undefined,
    };
    const shard = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const origin = { shard, ingestedAt: new Date(NOW).toISOString(), source: sha256 };
    const accepted: JsonRow[] = [];
    const rejected: (readonly string[])[] = [];
    for await (const { verdict } of judgeRecords(makeRecords(request), gate, origin)) {
      if (verdict.accepted) accepted.push(parsedRow(verdict.row, verdict.partition));
      else rejected.push(verdict.reasons.map(({ code }) => code));
    }
    return { accepted, rejected };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The partition is no column of the file: its folder tells it. */
function parsedRow(row: string, partition: string): JsonRow {
  const value: unknown = JSON.parse(row);
  return typeof value === 'object' && value !== null ? { ...value, _partition: partition } : {};
}

/** The fields of each row that a fact is about; lists are parsed. */
export const shown = (rows: readonly JsonRow[], ...fields: readonly string[]): readonly JsonRow[] =>
  rows.map((row) =>
    Object.fromEntries(
      fields.map((field) => {
        const value = row[field];
        const isList = typeof value === 'string' && value.startsWith('[');
        return [field, isList ? (JSON.parse(value) as unknown) : value];
      }),
    ),
  );

/** A zip archive as everyday tools write it. */
export function zipped(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(text));
    const head = Buffer.alloc(26);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(Buffer.from(text)), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(Buffer.byteLength(text), 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      head,
      Buffer.from(name),
      packed,
    ]);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    head.copy(entry, 6, 0, 24);
    entry.writeUInt32LE(offset, 42);
    entries.push(entry, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
