import { dynamo } from '../shared/clients/dynamo';
import { glue } from '../shared/clients/glue';
import { readEnv } from '../shared/env';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { objectEventOf } from '../shared/object-event';
import { bronzePartitions } from '../shared/partitions';
import { noteDay, partitionOf } from './note';

const env = readEnv('LEDGER_TABLE');
const { days } = openLedger(dynamo, env.LEDGER_TABLE);
const notes = { partitions: bronzePartitions(glue), days, known: new Set<string>() };

/** A new object of bronze: registers its partition and marks the day as changed. */
export const handler = async (event: unknown): Promise<void> => {
  const { key } = objectEventOf(event);
  const day = partitionOf(key);
  if (day === undefined) {
    log.warn('not an object of a bronze day', { key });
    return;
  }
  await noteDay(notes, day);
};
