import type { TopicName } from '../../lambdas/shared/names';

/** By how soon somebody has to look: also the topic that tells of it. */
export type Severity = Exclude<TopicName, 'alerts'>;

export interface Measure {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'Minimum' | 'Average' | 'SampleCount' | 'p95';
}
/** One metric, or a sum, difference or other formula over several, by short lower-case names. */
export type Value =
  Measure | { readonly formula: string; readonly of: Readonly<Record<string, Measure>> };

/** Alarms that make one incident: they colour the dashboard, the composite tells. */
export type CompositeId =
  | 'ingest-stopped'
  | 'records-stuck'
  | 'alerts-late'
  | 'tables-stale'
  | 'data-suspect'
  | 'machinery';

export interface Alarm {
  /** Kebab-case; part of its physical name, so a renamed one is a new one. */
  readonly id: string;
  /** Something went wrong, or something that should have happened did not. */
  readonly kind: 'failed' | 'did not happen';
  /** Whoever is told by it: a composite, or people by severity. */
  readonly tells: CompositeId | Severity;
  /** What is broken for whom, in one sentence. */
  readonly impact: string;
  /** Section of docs/runbook.md. */
  readonly runbook: string;
  readonly value: Value;
  readonly when: '>' | '>=' | '<';
  readonly threshold: number;
  readonly periodMinutes: number;
  /** So many periods of the last `of` have to be bad. */
  readonly periods: number;
  readonly of?: number;
  /** What silence of the metric means. */
  readonly missing: 'breaching' | 'notBreaching' | 'missing';
}

export interface Composite {
  readonly id: CompositeId;
  readonly severity: Severity;
  readonly impact: string;
  readonly runbook: string;
  /** While this composite, or alarm, rings, its consequences need not. */
  readonly quietDuring?: string;
}
