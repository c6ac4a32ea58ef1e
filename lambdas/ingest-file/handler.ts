import { readFileSync } from 'node:fs';
import { dynamo } from '../shared/clients/dynamo';
import { glue } from '../shared/clients/glue';
import { kms } from '../shared/clients/kms';
import { s3 } from '../shared/clients/s3';
import { contracts } from '../shared/contracts';
import { validatorOf } from '../shared/contracts/validator-of';
import { readEnv } from '../shared/env';
import { readGateSettings } from '../shared/gate-settings';
import { createGate, GATE_VERSION } from '../shared/gate/gate';
import { openTokens } from '../shared/gate/subkeys';
import { openLedger } from '../shared/ledger/ledger';
import { log } from '../shared/logger';
import { writeMetrics } from '../shared/metrics';
import { MAPPINGS_PREFIX } from '../shared/names';
import { objectEventOf } from '../shared/object-event';
import { objectsOf } from '../shared/objects';
import { bronzePartitions } from '../shared/partitions';
import { ingestObject, type Door, type Outcome } from './door';
import { landedObjects } from './landed-objects';
import { LIMITS } from './limits';
import { builtMappings, settingsFor } from './sources';

const env = readEnv(
  'LAKE_BUCKET',
  'LANDING_BUCKET',
  'LEDGER_TABLE',
  'HMAC_KEY_ID',
  'GATE_SETTINGS',
);
const settings = readGateSettings(env.GATE_SETTINGS);
const built = builtMappings(readFileSync(new URL('./mappings.json', import.meta.url), 'utf8'));
const { files, days } = openLedger(dynamo, env.LEDGER_TABLE);
const landing = objectsOf(s3, env.LANDING_BUCKET);
const lake = objectsOf(s3, env.LAKE_BUCKET);

// Once per cold start: subkeys cost one call each.
let opened: Promise<Door> | undefined;
async function openDoor(): Promise<Door> {
  const tokens = await openTokens(await kms(), env.HMAC_KEY_ID);
  return {
    open: landedObjects(s3, env.LANDING_BUCKET),
    lake: { put: (key, bytes) => lake.write(key, bytes, 'application/vnd.apache.parquet') },
    files,
    days,
    partitions: bronzePartitions(glue),
    sources: { built, contracts, ...(settings.uploadedMappings && { uploaded: landing.read }) },
    gate: async (contract, recipe, now) =>
      createGate(contract, {
        settings: settingsFor(settings, recipe),
        tokens,
        isCanonical: await validatorOf(contract),
        now: () => now,
      }),
    gateVersion: GATE_VERSION,
    limits: LIMITS,
  };
}

function report(outcome: Outcome): void {
  if (outcome.status === 'failed') {
    log.error('file not loaded', { key: outcome.key, reason: outcome.reason });
  } else if (outcome.status === 'gone') {
    log.warn('file gone before it was read', { key: outcome.key });
  } else {
    const { dataset, source, key, rows, received, accepted, rejected } = outcome.file;
    const counts = { rows, received, accepted, rejected };
    log.info(`file ${outcome.status}`, { dataset, source, key, ...counts });
    // A metric per dataset would cost more than it tells: check-health judges each file's source by its claim.
    if (outcome.status === 'loaded') {
      const judged = { RecordsAccepted: accepted ?? 0, RecordsRejected: rejected ?? 0 };
      writeMetrics(judged, Date.now(), { Contract: 'files' });
    }
  }
}

/** A file dropped into landing: its rows go through the gate into bronze and quarantine. */
export const handler = async (event: unknown): Promise<{ status: string }> => {
  const { key } = objectEventOf(event);
  if (key.startsWith(MAPPINGS_PREFIX) || key.endsWith('/')) return { status: 'nothing to load' };
  const outcome = await ingestObject(await (opened ??= openDoor()), key);
  report(outcome);
  return { status: outcome.status };
};
