import type { Fields } from './ledger/fields';

/** Alerts as the watcher tells them and keeps them, and as the command line lists them. */

export const RULE_NAMES = ['amount', 'velocity', 'country_jump'] as const;
export type RuleName = (typeof RULE_NAMES)[number];
export const ANOMALY_REASONS = [
  'amount.above_limit',
  'velocity.transactions',
  'velocity.profile_updates',
  'country.jump',
] as const;
export type AnomalyReason = (typeof ANOMALY_REASONS)[number];
export const SEVERITIES = ['high', 'medium'] as const;
export type Severity = (typeof SEVERITIES)[number];
/** `quiet`: another alert of the same customer and rule was told in the same interval. */
export const ALERT_OUTCOMES = ['told', 'quiet'] as const;
export type AlertOutcome = (typeof ALERT_OUTCOMES)[number];

/** What subscribers read: tokens, codes and amounts, nothing that names a person or an account. */
export interface Alert {
  /** The same for the same rule and record, however often it is found. */
  readonly id: string;
  readonly rule: RuleName;
  readonly reason: AnomalyReason;
  readonly severity: Severity;
  readonly env: string;
  /** Token of the customer or account; null when the record names neither. */
  readonly customer: string | null;
  readonly source: string;
  /** Where to find the record: `_key64` in bronze and silver. */
  readonly record: { readonly contract: string; readonly key64: string };
  readonly type: string;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly country: string | null;
  readonly fromCountry: string | null;
  readonly count: number | null;
  readonly windowSeconds: number | null;
  /** ISO 8601. */
  readonly happenedAt: string;
  readonly arrivedAt: string;
}

/** An alert that was dealt with, as it is listed. */
export interface ListedAlert extends Alert {
  readonly outcome: AlertOutcome;
  /** ISO 8601: when it had been published, or found to be quiet. */
  readonly closedAt: string;
}

/** Partition of the profile table that lists the alerts of a UTC day, in the order in which they were found. */
export const alertsOfDay = (day: string): string => `alerts#${day}`;

export const alertItemOf = (
  { record, ...alert }: Alert,
  { outcome, closedAt }: Pick<ListedAlert, 'outcome' | 'closedAt'>,
) => ({ ...alert, contract: record.contract, key64: record.key64, outcome, closedAt });

export const listedAlertOf = (item: Fields): ListedAlert => ({
  id: item.text('id'),
  rule: item.word('rule', RULE_NAMES),
  reason: item.word('reason', ANOMALY_REASONS),
  severity: item.word('severity', SEVERITIES),
  env: item.text('env'),
  customer: item.optionalText('customer') ?? null,
  source: item.text('source'),
  record: { contract: item.text('contract'), key64: item.text('key64') },
  type: item.text('type'),
  amount: item.optionalText('amount') ?? null,
  currency: item.optionalText('currency') ?? null,
  country: item.optionalText('country') ?? null,
  fromCountry: item.optionalText('fromCountry') ?? null,
  count: item.optionalNumber('count') ?? null,
  windowSeconds: item.optionalNumber('windowSeconds') ?? null,
  happenedAt: item.text('happenedAt'),
  arrivedAt: item.text('arrivedAt'),
  outcome: item.word('outcome', ALERT_OUTCOMES),
  closedAt: item.text('closedAt'),
});
