import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { Failure } from './failure';
import { count, plural } from './format';
import type { Printer } from './print';
import { putRecords } from './put-records';
import { wholeNumber } from './query';
import { streamNamed } from './stream-named';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly rows: string;
  readonly seed: string;
  readonly days: string;
  readonly end?: string;
  readonly live?: boolean;
  readonly stream: string;
  readonly send?: boolean;
  readonly duplicates: string;
  readonly late: string;
  readonly bad: string;
  readonly out?: string;
}

export const generateVerb = (): Command =>
  verb({
    name: 'generate',
    summary: 'Make transactions to try things with: 80 % shops, 20 % banks, as people really shop',
    about:
      'The same seed gives the same bytes. A history is files for the file door, with the customers,\n' +
      'accounts, products, stores, stock, rates and reviews that join it; live traffic is what comes\n' +
      'through the stream, with duplicates, late and bad records. What must come of it stands in\n' +
      'expected.json.',
    examples: [
      ['sluice generate --rows 50000 --out history', 'files for: sluice load history/*.ndjson'],
      ['sluice generate --live --rows 1000 | sluice produce -', 'to standard output'],
      ['sluice generate --live --send --rows 1000 --bad 0.2', 'straight into the stream'],
      ['sluice generate --live --send --stream inventory', 'movements of stock'],
    ],
    laptopOnly: true,
  })
    .option('--rows <n>', 'transactions, or records of live traffic', '10000')
    .option('--seed <n>', 'another seed, other data', '1')
    .option('--live', 'traffic of the last minutes instead of a history')
    .option('--stream <name>', 'live: transactions, inventory or customer_updates', 'transactions')
    .option('--send', 'with --live: into the stream of the laptop')
    .option('--out <folder>', 'write files (default for live: standard output)')
    .option('--days <n>', 'history: days it covers', '60')
    .option('--end <day>', 'history: its last day (default: yesterday)')
    .option('--duplicates <share>', 'live: records sent twice', '0.03')
    .option('--late <share>', 'live: records that come late or in two states', '0.05')
    .option('--bad <share>', 'live: records that must be rejected', '0.02')
    .action((options: Options) =>
      inSession('generate', options, (session) =>
        options.live ? live(session, options) : history(session, options),
      ),
    );

async function history({ print }: Session, options: Options): Promise<void> {
  if (options.out === undefined) {
    throw new Failure('usage', 'a history needs --out <folder>', 'or --live for a stream');
  }
  const { generateHistory } = await import('../samples/generate');
  const { transactions, datasets, expected } = generateHistory({
    seed: wholeNumber(options.seed, '--seed'),
    days: wholeNumber(options.days, '--days'),
    transactions: wholeNumber(options.rows, '--rows'),
    endDate: options.end ?? yesterday(),
  });
  const written = writeDatasets(options.out, { ...datasets, transactions });
  writeFileSync(path.join(options.out, 'expected.json'), JSON.stringify(expected, null, 2));
  print.result({ folder: options.out, files: written, expected }, () => {
    for (const { file, records } of written) print.line(`${file}  ${plural(records, 'record')}`);
    print.line(
      print.style.dim(`next: npx sluice load ${path.join(options.out ?? '', '*.ndjson')}`),
    );
  });
}

/** One NDJSON file per dataset. */
export function writeDatasets(
  folder: string,
  datasets: Readonly<Record<string, readonly string[]>>,
): readonly { readonly file: string; readonly dataset: string; readonly records: number }[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return Object.entries(datasets).map(([dataset, lines]) => {
    const file = path.join(folder, `${dataset}.ndjson`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return { file, dataset, records: lines.length };
  });
}

export const yesterday = (): string => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

async function live({ print, lake }: Session, options: Options): Promise<void> {
  const { records, expected } = await traffic(options);
  const data = records.map((record) => record.data);
  if (options.send) {
    const { clients, place } = await lake();
    const { stream, idField } = streamNamed(place.env, options.stream);
    const sent = await putRecords(await clients.kinesis(), data, { streamName: stream, idField });
    return print.result({ stream, ...sent, expected }, () =>
      print.line(`sent ${count(sent.records)} records to ${stream} · next: npx sluice run`),
    );
  }
  write(data, options.out, print);
}

async function traffic(options: Options) {
  const { EVENT_TABLES, generateEvents, generateLive } = await import('../samples/generate');
  const shares = {
    seed: wholeNumber(options.seed, '--seed'),
    count: wholeNumber(options.rows, '--rows'),
    now: Date.now(),
    duplicates: share(options.duplicates, '--duplicates'),
    bad: share(options.bad, '--bad'),
  };
  const { contract } = streamNamed('', options.stream);
  const table = EVENT_TABLES.find((name) => name === contract.table);
  if (table !== undefined) return generateEvents(table, shares);
  return generateLive({ ...shares, late: share(options.late, '--late') });
}

function write(data: readonly Uint8Array[], out: string | undefined, print: Printer): void {
  const lines = Buffer.concat(data.flatMap((record) => [record, Buffer.from('\n')]));
  if (out === undefined) {
    if (print.json) throw new Failure('usage', '--json with --live needs --out or --send');
    process.stdout.write(lines);
    return;
  }
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const file = path.join(out, 'live.ndjson');
  writeFileSync(file, lines);
  print.result({ file, records: data.length }, () => print.line(`${file}  ${count(data.length)}`));
}

function share(text: string, option: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new Failure('usage', `${option} ${text}: give a share from 0 to 1`);
}
