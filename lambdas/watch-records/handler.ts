import { dynamo } from '../shared/clients/dynamo';
import { kms } from '../shared/clients/kms';
import { sns } from '../shared/clients/sns';
import { loadContract } from '../shared/contracts/load-contract';
import { validatorOf } from '../shared/contracts/validator-of';
import { readEnv } from '../shared/env';
import { readGateSettings } from '../shared/gate-settings';
import { createGate } from '../shared/gate/gate';
import { openTokens } from '../shared/gate/subkeys';
import { Table } from '../shared/ledger/table';
import { log } from '../shared/logger';
import { parseWatchSettings } from '../shared/settings';
import { recordsOf } from '../shared/stream/event';
import { unpack } from '../shared/stream/unpack';
import { alertsOf } from './alert-store';
import { currentSettings, readOverrides } from './current-settings';
import { judgeBy } from './judge';
import { metricsOf } from './metrics-of';
import { profilesOf } from './profile-store';
import { tell } from './tell';
import type { Track } from './sighting';
import { watch } from './watch';

const env = readEnv(
  'SLUICE_ENV',
  'CONTRACT',
  'GATE_SETTINGS',
  'WATCH_SETTINGS',
  'HMAC_KEY_ID',
  'PROFILE_TABLE',
  'CONFIGURATION_TABLE',
  'ALERTS_TOPIC',
);
const DAY_SECONDS = 86_400;
const track: Track = env.CONTRACT === 'customer_updates' ? env.CONTRACT : 'transactions';
const contract = await loadContract(track);
const isCanonical = await validatorOf(contract);
const gateSettings = readGateSettings(env.GATE_SETTINGS);
const own = parseWatchSettings(env.WATCH_SETTINGS);
const table = new Table(dynamo, env.PROFILE_TABLE);
const current = currentSettings(
  own,
  async () => readOverrides(await dynamo(), env.CONFIGURATION_TABLE),
  Date.now,
);
const profiles = profilesOf(table, own.keepDays.profile * DAY_SECONDS, Date.now);

async function openJudge() {
  const tokens = await openTokens(await kms(), env.HMAC_KEY_ID);
  const settings = gateSettings;
  return judgeBy(track, (now) => createGate(contract, { settings, tokens, isCanonical, now }));
}
// Once per cold start. A failure is not kept: the next batch asks again.
let judging: ReturnType<typeof openJudge> | undefined;

interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Looks at every record within seconds of its arrival, and tells of what no customer usually does. */
export const handler = async (event: unknown): Promise<BatchAnswer> => {
  const records = recordsOf(event);
  const judge = await (judging ??= openJudge()).catch((fault: unknown) => {
    judging = undefined;
    throw fault;
  });
  const { settings, ignored, fault } = await current();
  if (fault !== undefined) log.error('overrides could not be read', { fault });
  if (ignored.length > 0) log.warn('overrides are not valid', { keys: ignored });
  const batch = (
    await Promise.all(records.map(async (record) => judge(record, await unpack(record))))
  ).flat();
  const alerts = alertsOf(table, {
    cooldownSeconds: settings.cooldownSeconds,
    keepSeconds: own.keepDays.alert * DAY_SECONDS,
    now: Date.now,
  });
  const context = { env: env.SLUICE_ENV, track, settings };
  const watched = await watch(batch, context, {
    profiles,
    alerts,
    tell: async (found) => tell(await sns(), env.ALERTS_TOPIC, found),
  });
  if (watched.faults.length > 0) {
    log.error('records come again', { contract: track, faults: watched.faults });
  }
  for (const line of metricsOf(watched, { track, ignored: ignored.length, now: Date.now() })) {
    console.log(line);
  }
  const { failedFrom } = watched;
  return { batchItemFailures: failedFrom === undefined ? [] : [{ itemIdentifier: failedFrom }] };
};
