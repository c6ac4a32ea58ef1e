import { dynamo } from '../shared/clients/dynamo';
import { s3 } from '../shared/clients/s3';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { objectsOf } from '../shared/objects';
import { reap, type Reaped } from './reap';
import { removeObjects } from './remove-objects';

const env = readEnv('LAKE_BUCKET', 'LEDGER_TABLE');
const ports = {
  ledger: openLedger(dynamo, env.LEDGER_TABLE),
  lake: objectsOf(s3, env.LAKE_BUCKET),
  remove: async (keys: readonly string[]) => removeObjects(await s3(), env.LAKE_BUCKET, keys),
  now: () => new Date().toISOString(),
};

/** Once a day: deletes the slices that nothing can roll back to any more, and what failed attempts left. */
export const handler = async (): Promise<Reaped> => {
  const reaped = await reap(ports);
  log.info('reaped slices', { ...reaped });
  return reaped;
};
