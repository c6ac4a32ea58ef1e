import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { dictionary, dictionaryModels } from './dictionary/entries';
import { markdownOf } from './dictionary/markdown';
import { pageOf } from './dictionary/page';
import type { Runs } from './dictionary/page';
import { Failure } from './failure';
import { plural } from './format';
import { ROOT } from './home';
import { ledgerOf } from './medallion';
import { publishedTables } from './published';
import { freshness } from './status';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly out?: string;
  readonly check?: boolean;
}
const MARKDOWN = path.join('docs', 'tables.md');

export const docsVerb = (): Command =>
  verb({
    name: 'docs',
    summary: 'Write the dictionary: every table, column, meaning and check',
    about:
      'Writes docs/tables.md from the headers of sql/ and the contracts, and a page to browse with\n' +
      'search, lineage and, where a lake has run, the last publication of each table.',
    examples: [
      ['sluice docs', 'docs/tables.md and .sluice/docs/index.html'],
      ['sluice docs --env prod --out site', 'the page with what prod published, in a folder'],
      ['sluice docs --check', 'fails when docs/tables.md is stale'],
    ],
  })
    .option('--out <folder>', 'folder of the page (default: docs in the laptop’s folder)')
    .option('--check', 'write nothing; fail when docs/tables.md is stale')
    .action((options: Options) => inSession('docs', options, (session) => write(session, options)));

async function write(session: Session, options: Options): Promise<void> {
  const { print, home } = session;
  const tables = dictionary(dictionaryModels());
  const markdown = markdownOf(tables);
  const file = path.join(ROOT, MARKDOWN);
  if (options.check) {
    const stale = !existsSync(file) || readFileSync(file, 'utf8') !== markdown;
    if (stale) throw new Failure('failed', `${MARKDOWN} is stale`, 'npx sluice docs');
    return print.result({ stale }, () => print.line(`${MARKDOWN} is what the headers say`));
  }
  const folder = path.resolve(options.out ?? path.join(home.dir, 'docs'));
  const runs = await lastRuns(session, options);
  const page = path.join(folder, 'index.html');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, markdown);
  writeFileSync(page, pageOf(tables, runs));
  print.result({ tables: tables.length, published: runs.size, markdown: file, page }, () => {
    print.line(`${plural(tables.length, 'table')} in ${MARKDOWN}`);
    print.line(`to browse: ${page}`);
    if (runs.size === 0) print.note('without last runs: nothing has been published here yet');
  });
}

/** What was published, from the account's ledger or the laptop's when it has one. */
async function lastRuns({ home, lake }: Session, { env }: Options): Promise<Runs> {
  if (env === undefined && !existsSync(path.join(home.dataDir, 'glue'))) return new Map();
  const opened = await lake();
  const found = await freshness(ledgerOf(opened), await publishedTables(opened));
  return new Map(found.map((one) => [one.table, one]));
}
