import { createHash } from 'node:crypto';
import type { Alert, RuleName, Severity } from '../shared/alerts';
import type { Anomaly } from './rules';
import { PLACES, type Delivered } from './sighting';

const SEVERITIES: Readonly<Record<RuleName, Severity>> = {
  amount: 'high',
  country_jump: 'high',
  velocity: 'medium',
};

export const alertId = (rule: string, contract: string, key64: string): string =>
  createHash('sha256').update(`${rule}\n${contract}\n${key64}`).digest('hex').slice(0, 32);

/** `125000n` → `12.5`. */
export function amountText(amount: bigint): string {
  const digits = amount.toString().padStart(PLACES + 1, '0');
  const whole = digits.slice(0, -PLACES);
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** @param because the record of the batch that brought it to light: the anomaly may be of an earlier one */
export function alertOf(anomaly: Anomaly, because: Delivered, env: string): Alert {
  const { rule, reason, sighting } = anomaly;
  const { track, key, at, currency, amount, country } = sighting;
  return {
    id: alertId(rule, track, key),
    rule,
    reason,
    severity: SEVERITIES[rule],
    env,
    customer: because.subject ?? null,
    source: because.source,
    record: { contract: track, key64: key },
    type: because.key === key ? because.type : sighting.kind,
    amount: currency === '' ? null : amountText(amount),
    currency: currency || null,
    country: country || null,
    fromCountry: anomaly.from ?? null,
    count: anomaly.count ?? null,
    windowSeconds: anomaly.windowSeconds ?? null,
    happenedAt: new Date(at).toISOString(),
    arrivedAt: new Date(because.arrivedAt).toISOString(),
  };
}

/**
 * Whose quiet time an alert falls into: a customer's alerts of one rule are told once in each interval of the clock.
 * By the time at which things happened, so that a batch that comes again falls into the same interval. Records
 * without a customer are of nobody knows how many people: each stands for itself, and none silences another.
 */
export function quietOf(
  alert: Alert,
  cooldownSeconds: number,
): { subject: string; interval: number } {
  return {
    subject: alert.customer ?? `anonymous@${alert.record.key64}`,
    interval: Math.floor(Date.parse(alert.happenedAt) / 1000 / cooldownSeconds),
  };
}
