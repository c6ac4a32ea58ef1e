import { contracts } from '../../lambdas/shared/contracts';
import {
  bronzeColumns,
  partitionColumn,
  quarantineColumns,
} from '../../lambdas/shared/derive/columns';
import type { Check, Model } from '../../lambdas/shared/models/model';
import { OPS_PARTITION, OPS_TABLES } from '../../lambdas/shared/models/ops-tables';
import { piiByName } from '../../lambdas/shared/models/pii';
import { compiledModels } from '../../lib/build/compiled-models';
import { configFor } from '../../lib/config';
import { ROOT } from '../home';
import { LAPTOP_ENV } from '../synth';

export interface ColumnEntry {
  readonly name: string;
  readonly type: string;
  readonly about: string;
  /** token, card or restricted; absent: tells nothing of a person. */
  readonly pii?: string;
  /** Checks of this column alone. */
  readonly checks: readonly Check[];
}

/** Everything that the dictionary says of a table; nothing of it depends on a lake. */
export interface TableEntry {
  /** `gold.customer_rfm` */
  readonly name: string;
  readonly database: string;
  readonly title: string;
  readonly grain: string;
  readonly key: readonly string[];
  readonly domain: string;
  readonly owner: string;
  /** When it is built, and what one build renews. */
  readonly built: string;
  /** Path in the repository of what defines it. */
  readonly file: string;
  readonly columns: readonly ColumnEntry[];
  /** Checks of the table as a whole. */
  readonly checks: readonly Check[];
  readonly reads: readonly string[];
  readonly readBy: readonly string[];
  readonly warehouse: boolean;
}

export const DATABASE_TITLES: Readonly<Record<string, string>> = {
  gold: 'Gold: what analysts read',
  silver: 'Silver: one row per thing, cleaned',
  silver_restricted: 'Silver, restricted: what tells of a person in clear',
  bronze: 'Bronze: every record as the gate accepted it',
  ops: 'Ops: what runs say of themselves',
};

/** The models as the laptop's environment compiles them. */
export const dictionaryModels = (): readonly Model[] =>
  compiledModels(ROOT, configFor(LAPTOP_ENV)).models;

const RENEWS: Readonly<Record<Model['slice']['by'], string>> = {
  day: 'the days whose records changed',
  week: 'the weeks whose records changed',
  month: 'the months whose records changed',
  none: 'the whole table',
};

function builtOf({ slice, refresh, spark }: Model): string {
  const often = refresh === 'run' ? 'with every run' : 'once a day';
  const also = slice.lookback > 0 ? ` and up to ${slice.lookback} ${slice.by}s after them` : '';
  const by = spark === undefined ? '' : `; by a Spark job (${spark.script}) where there is one`;
  return `${often}, ${RENEWS[slice.by]}${also}${by}`;
}

const columnOf = ({ id }: Check): string | undefined => id.split(':')[1];

function modelEntry(model: Model, owner: string, readBy: readonly string[]): TableEntry {
  const names = new Set(model.columns.map(({ name }) => name));
  const ofTable = model.checks.filter((check) => !names.has(columnOf(check) ?? ''));
  return {
    ...{ name: model.name, database: model.layer, title: model.title, grain: model.grain },
    ...{ key: model.key, domain: model.domain, owner, built: builtOf(model), file: model.file },
    columns: model.columns.map(({ name, type, about, pii }) => ({
      ...{ name, type, about, ...(pii && { pii }) },
      checks: model.checks.filter((check) => columnOf(check) === name),
    })),
    checks: ofTable,
    reads: [...new Set(model.references.map(({ layer, table }) => `${layer}.${table}`))].sort(),
    readBy,
    warehouse: model.warehouse !== undefined,
  };
}

interface Given {
  readonly name: string;
  readonly title: string;
  readonly grain: string;
  readonly key: readonly string[];
  readonly file: string;
  readonly built: string;
  readonly columns: readonly { name: string; type: string; about: string }[];
  readonly partition: string;
}

function givenEntry(given: Given, owner: string, readBy: readonly string[]): TableEntry {
  const { name, columns, partition, ...said } = given;
  const piiOf = piiByName(contracts);
  const all = [...columns, { name: partition, type: 'string', about: PARTITIONS[partition] ?? '' }];
  return {
    ...{ ...said, name, database: name.split('.')[0] ?? '', domain: 'shared', owner, readBy },
    columns: all.map((column) => {
      const pii = piiOf(column.name);
      const type = column.type === 'string' ? 'varchar' : column.type;
      return { ...column, type, checks: [], ...(pii !== 'none' && { pii }) };
    }),
    ...{ checks: [], reads: [], warehouse: false },
  };
}

const PARTITIONS: Readonly<Record<string, string>> = {
  business_date: 'Business day, local to the business; the partition.',
  arrival_date: 'Day of arrival, UTC; the partition.',
  [OPS_PARTITION]: 'Day of the run, UTC; the partition.',
};

/** What no model makes: the tables that the gate and the pipeline write. */
function givenTables(): readonly Given[] {
  const gate = 'as records arrive';
  const bronze = Object.values(contracts).map((contract): Given => ({
    ...{ name: `bronze.${contract.table}`, title: contract.about, built: gate },
    grain: 'one row per accepted record: every state that a source recorded',
    key: contract.key,
    file: `lambdas/shared/contracts/${contract.name.replaceAll('_', '-')}.ts`,
    columns: bronzeColumns(contract),
    partition: partitionColumn(contract),
  }));
  const quarantine: Given = {
    ...{ name: 'bronze.quarantine', title: 'Rejected records, with every reason', built: gate },
    ...{ grain: 'one row per rejected record', key: [], columns: quarantineColumns() },
    ...{ file: 'lambdas/shared/derive/columns.ts', partition: 'arrival_date' },
  };
  const ops = Object.entries(OPS_TABLES).map(([table, { about, columns }]): Given => ({
    ...{ name: `ops.${table}`, title: about, built: 'with every run', columns },
    ...{ grain: 'one row per run and what it says', key: [], partition: OPS_PARTITION },
    file: 'lambdas/shared/models/ops-tables.ts',
  }));
  return [...bronze, quarantine, ...ops];
}

/** Every table that people read, from what analysts read down to what the gate wrote. */
export function dictionary(models: readonly Model[] = dictionaryModels()): readonly TableEntry[] {
  const owner = configFor(LAPTOP_ENV).tags['Owner'] ?? '';
  const readers = new Map<string, string[]>();
  for (const { name, references } of models) {
    for (const { layer, table } of references) {
      const list = readers.get(`${layer}.${table}`) ?? [];
      if (!list.includes(name)) readers.set(`${layer}.${table}`, [...list, name]);
    }
  }
  const readBy = (name: string): readonly string[] => [...(readers.get(name) ?? [])].sort();
  const all = [
    ...models.map((model) => modelEntry(model, owner, readBy(model.name))),
    ...givenTables().map((given) => givenEntry(given, owner, readBy(given.name))),
  ];
  const databases = Object.keys(DATABASE_TITLES);
  const place = ({ database }: TableEntry): number => databases.indexOf(database);
  return all.sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}
