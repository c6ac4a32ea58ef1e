import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Glue, Table } from '@aws-sdk/client-glue';
import type { Command } from 'commander';
import { DATABASES } from '../lambdas/shared/names';
import { Failure } from './failure';
import { ago, count } from './format';
import { ROOT } from './home';
import { judgedTables, type Judged } from './judged';
import { oneRow } from './statement';
import type { Style } from './style';
import type { Lake } from './target';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

/** What people read; staging comes and goes, and Firehose's own tables hold no rows. */
const SHOWN = DATABASES.filter((name) => name !== 'staging');
const NEVER_QUERIED = /_delivery_v\d+$/;

export const tablesVerb = (): Command =>
  verb({
    name: 'tables',
    summary: 'List the tables of the lake, or the columns of one',
    about:
      'Silver and gold tables appear with the first run; what nothing has arrived for is empty.',
    examples: [
      ['sluice tables', 'every table with its rows, its last run and the checks it passed'],
      ['sluice tables gold.daily_sales_summary', 'its columns, types and what they mean'],
    ],
  })
    .argument('[table]', 'database.table')
    .action((table: string | undefined, options: Shared) =>
      inSession('tables', options, async ({ print, lake }) => {
        const opened = await lake();
        if (table === undefined) {
          const tables = await tablesOf(opened);
          return print.result({ tables }, () =>
            print.table(
              [
                { title: 'table' },
                { title: 'rows', right: true },
                { title: 'last run' },
                { title: 'checks passed' },
                { title: 'about' },
              ],
              tables.map(({ name, rows, judged, about, orphan }) => [
                name,
                rows === null ? '?' : count(rows),
                judged === undefined ? '' : ago(judged.judgedAt, Date.now()),
                judged === undefined ? '' : passedOf(judged, print.style),
                orphan ? print.style.warn('no model any more') : about,
              ]),
            ),
          );
        }
        const columns = await columnsOf(opened, table);
        print.result({ table, columns }, () =>
          print.table(
            [{ title: 'column' }, { title: 'type' }, { title: 'about' }],
            columns.map(({ name, type, about }) => [name, type, about]),
          ),
        );
      }),
    );

export interface TableEntry {
  /** `database.table` */
  readonly name: string;
  readonly rows: number | null;
  /** Absent for what no run builds, and before the first run. */
  readonly judged?: Judged;
  readonly about: string;
  /** A published table whose model is gone: no run renews it. */
  readonly orphan: boolean;
}

const passedOf = ({ checks, passed }: Judged, style: Style): string =>
  passed === checks ? `${passed} of ${checks}` : style.warn(`${passed} of ${checks}`);

/** Whether a table of silver or gold has no model file any more. */
export const isOrphan = (name: string): boolean => {
  const [database = '', table = ''] = name.split('.');
  return (
    MODELLED.includes(database) && !existsSync(path.join(ROOT, 'sql', database, `${table}.sql`))
  );
};
const MODELLED = ['silver', 'silver_restricted', 'gold'];

/** All tables with a count each. */
export async function tablesOf(lake: Lake): Promise<readonly TableEntry[]> {
  const glue = await lake.clients.glue();
  const names = (await Promise.all(SHOWN.map((database) => inDatabase(glue, database)))).flat();
  const judged = await judgedTables(lake);
  return Promise.all(
    names.map(async ({ name, about }) => {
      const row = await oneRow(lake, `SELECT count(*) AS n FROM ${name}`);
      const rows = typeof row['n'] === 'number' ? row['n'] : null;
      const judgement = judged.get(name);
      const last = judgement === undefined ? {} : { judged: judgement };
      return { name, rows, ...last, about, orphan: isOrphan(name) };
    }),
  );
}

async function inDatabase(glue: Glue, database: string) {
  const found: Table[] = [];
  let token: string | undefined;
  do {
    const page = await glue.getTables({ DatabaseName: database, NextToken: token });
    found.push(...(page.TableList ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return found
    .filter(({ Name }) => Name !== undefined && !NEVER_QUERIED.test(Name))
    .map(({ Name, Description }) => ({
      name: `${database}.${Name ?? ''}`,
      about: Description ?? '',
    }));
}

async function columnsOf(lake: Lake, table: string) {
  const [database, name, ...rest] = table.split('.');
  if (database === undefined || name === undefined || rest.length > 0) {
    throw new Failure('usage', `"${table}" is no database.table`, 'npx sluice tables lists them');
  }
  const glue = await lake.clients.glue();
  const { Table: found } = await glue.getTable({ DatabaseName: database, Name: name });
  const columns = [...(found?.StorageDescriptor?.Columns ?? []), ...(found?.PartitionKeys ?? [])];
  return columns.map(({ Name, Type, Comment }) => ({
    name: Name ?? '',
    type: Type ?? '',
    about: Comment ?? '',
  }));
}
