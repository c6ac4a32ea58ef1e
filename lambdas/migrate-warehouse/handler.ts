import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { redshiftData } from '../shared/clients/redshift-data';
import { redshiftServerless } from '../shared/clients/redshift-serverless';
import { answering, type ResourceAnswer } from '../shared/custom-resource';
import { readEnv } from '../shared/env';
import { log } from '../shared/logger';
import type { Migration } from '../shared/migrations';
import { WAREHOUSE_DATABASE } from '../shared/names';
import { ownJson } from '../shared/own-json';
import { limitUsage } from './limit';
import { migrate } from './migrate';
import { warehouseAt } from './warehouse';

const env = readEnv(
  'WAREHOUSE_WORKGROUP',
  'WAREHOUSE_ARN',
  'WAREHOUSE_SECRET',
  'WAREHOUSE_READER',
  'WAREHOUSE_UNIT_HOURS',
);
const migrations: readonly Migration[] = ownJson(
  readFileSync(new URL('migrations.json', import.meta.url), 'utf8'),
  'migrations.json',
);
const warehouse = warehouseAt(
  redshiftData,
  {
    workgroup: env.WAREHOUSE_WORKGROUP,
    database: WAREHOUSE_DATABASE,
    secret: env.WAREHOUSE_SECRET,
  },
  (milliseconds) => setTimeout(milliseconds),
);
const values = { reader_role: env.WAREHOUSE_READER, database: WAREHOUSE_DATABASE };

/** Called by CloudFormation with each deployment that changes a migration or the limit. */
export const handler = (event: unknown): Promise<void> =>
  answering(event, async ({ type, id }): Promise<ResourceAnswer> => {
    // What goes with the stack goes with its namespace.
    if (type === 'Delete') return {};
    await limitUsage(
      await redshiftServerless(),
      env.WAREHOUSE_ARN,
      Number(env.WAREHOUSE_UNIT_HOURS),
    );
    const applied = await migrate(warehouse, migrations, values, id);
    log.info('migrated the warehouse', { applied });
    return { Applied: applied.join(' ') };
  });
