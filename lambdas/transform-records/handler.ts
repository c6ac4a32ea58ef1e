import { kms } from '../shared/clients/kms';
import { loadContract } from '../shared/contracts/load-contract';
import { validatorOf } from '../shared/contracts/validator-of';
import { readEnv } from '../shared/env';
import { readGateSettings } from '../shared/gate-settings';
import { createGate } from '../shared/gate/gate';
import { openTokens } from '../shared/gate/subkeys';
import { log } from '../shared/logger';
import { writeMetrics } from '../shared/metrics';
import { recordsOf } from './event';
import { judgeByArrival, type Judge, type Reply, transform } from './transform';

const env = readEnv('CONTRACT', 'GATE_SETTINGS', 'HMAC_KEY_ID');
const settings = readGateSettings(env.GATE_SETTINGS);
const contract = await loadContract(env.CONTRACT);
const isCanonical = await validatorOf(contract);

async function openJudge(): Promise<Judge> {
  const tokens = await openTokens(await kms(), env.HMAC_KEY_ID);
  return judgeByArrival((now) => createGate(contract, { settings, tokens, isCanonical, now }));
}
// Once per cold start. A failure is not kept: the next batch asks again.
let judging: ReturnType<typeof openJudge> | undefined;

/** THE gate of the stream: every record becomes a bronze row or a quarantine row. */
export const handler = async (event: unknown): Promise<{ records: readonly Reply[] }> => {
  const judge = await (judging ??= openJudge()).catch((fault: unknown) => {
    judging = undefined;
    throw fault;
  });
  const { records, codes, ...counts } = transform(recordsOf(event), contract, judge);
  const reasons = Object.entries(codes).map(([code, count]) => `${code}=${count}`);
  writeMetrics({ RecordsAccepted: counts.accepted, RecordsRejected: counts.rejected }, Date.now(), {
    Contract: env.CONTRACT,
  });
  log.info('judged', { contract: env.CONTRACT, ...counts, reasons });
  if (codes['gate.fault'] !== undefined)
    log.error('the gate failed on records', { contract: env.CONTRACT });
  if (counts.postponed > 0) log.warn('no room in the answer', { postponed: counts.postponed });
  return { records };
};
