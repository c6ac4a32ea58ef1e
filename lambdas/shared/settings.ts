import type { ModelConstants } from './models/constants';
import { ownJson } from './own-json';

/** Settings that lib/config.ts decides per environment and Lambdas receive as JSON in their environment. */

export interface GateSettings {
  /** IANA zone of records that name none and whose source has none. */
  readonly timeZone: string;
  /** Hour (0–12) at which a business day begins, local time. */
  readonly cutoffHour: number;
  /** `collect` keeps unknown fields in `_extra`; `strict` rejects the record. */
  readonly schemaMode: 'collect' | 'strict';
  /** Off: `card_number` is refused. On: Luhn, last four digits and a token; the reason is recorded. */
  readonly cardNumbers:
    { readonly accept: false } | { readonly accept: true; readonly reason: string };
  /** Stream door: oldest `event_time` and `transaction_time`, and how far ahead a clock may be. */
  readonly window: {
    readonly eventDays: number;
    readonly transactionDays: number;
    readonly aheadMinutes: number;
  };
  /** Whether mappings uploaded to landing count (dev only). */
  readonly uploadedMappings: boolean;
}

/** Rules of the real-time watcher. Amounts are decimal text in units of the currency. */
export interface WatchSettings {
  /** Above this a transaction counts as high value, by currency. */
  readonly highValue: AmountLimits;
  /** Above this it is an anomaly by itself, by currency. */
  readonly anomaly: AmountLimits;
  /** More transactions of one customer than `count` within the window are an anomaly. */
  readonly velocity: { readonly count: number; readonly windowSeconds: number };
  /** More changes of one customer's profile than `count` within the window are an anomaly. */
  readonly updateVelocity: { readonly count: number; readonly windowSeconds: number };
  /** Another country than one of the customer's within the window is an anomaly. */
  readonly countryJump: { readonly windowSeconds: number };
  /** Types of transactions that keep a customer's profile: each costs a write per customer and batch. */
  readonly profileTypes: readonly string[] | 'all';
  /** A customer's alerts of one rule are told once in each interval of this length. */
  readonly cooldownSeconds: number;
  /** Days after which what is known of a customer, and an alert, is forgotten. */
  readonly keepDays: { readonly profile: number; readonly alert: number };
}
export interface AmountLimits {
  readonly default: string;
  readonly [currency: string]: string;
}

export interface PipelineSettings {
  /** When `refresh: daily` models are rebuilt: with every run, or once a day after an hour. */
  readonly dailyModels: 'every-run' | { readonly hour: number; readonly timeZone: string };
  /**
   * Overrides the refresh of `silver.moved_transactions`, which scans the keys of all retained days; until then a
   * key that came again on another day stands on both.
   */
  readonly movedKeys: 'run' | 'daily' | 'weekly' | 'monthly';
  /** A changed model whose rebuild costs more waits for `apply`. */
  readonly autoRebuildDollars: number;
  /** Slices per statement, at most 100 (Athena opens at most 100 partitions). */
  readonly slicesPerBatch: number;
  /** Builds of one level that run at the same time. */
  readonly parallelBuilds: number;
  /** List price per TB scanned, US dollars; Athena bills at least 10 MB a statement. */
  readonly dollarsPerTerabyte: number;
  /** Oldest bronze day that models read, in days before the run. */
  readonly retentionDays: number;
  /** Model domains that this environment builds. */
  readonly domains: readonly ('banking' | 'retail' | 'shared')[];
  /** Names of tables that this environment builds, with what they read; all of its domains. */
  readonly tables: 'all' | readonly string[];
  /** What builds tables of `engine: spark`: a Glue job, or the SELECT beside it by Athena. */
  readonly spark: 'glue' | 'sql';
  readonly constants: ModelConstants;
}

/** Settings as the stack wrote them, of the same release of the code. */
export const parseWatchSettings = (text: string): WatchSettings => ownJson(text, 'WATCH_SETTINGS');
export const parseSettings = (text: string): PipelineSettings => ownJson(text, 'PIPELINE_SETTINGS');

/** Hours in which silence is an incident. */
export interface BusinessHours {
  readonly days: readonly ('Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun')[];
  /** Full hours of the day; the last is exclusive. */
  readonly from: number;
  readonly to: number;
  /** IANA zone. */
  readonly timeZone: string;
}
/** A file that comes every day. */
export interface ExpectedFile {
  readonly source: string;
  /** Bronze table or section of the mapping, as in its landing key. */
  readonly dataset: string;
  /** Hour by which it has to be loaded, UTC. */
  readonly byHour: number;
}

/** What check-health judges by. */
export interface HealthSettings {
  readonly businessHours: BusinessHours | 'off';
  readonly expectedFiles: readonly ExpectedFile[];
  /** Share of rejected records of a source, above which somebody is told. */
  readonly rejectShare: number;
  /** Records of a source below which a share says nothing. */
  readonly rejectFloor: number;
  /** Hours after the end of a business day until its regulatory report is due; off where none is built. */
  readonly regulatoryHours: number | 'off';
  readonly businessDay: { readonly timeZone: string; readonly cutoffHour: number };
}
