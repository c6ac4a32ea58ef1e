import type { HealthSettings } from '../lambdas/shared/settings';

/** What an environment decides about its infrastructure; lib/config.ts holds the values. */

export interface StreamSettings {
  /** Key of `contracts`. */
  readonly contract: string;
  /** Provisioned shards, or capacity that follows the load. */
  readonly shards: number | 'on-demand';
  readonly retentionHours: number;
  /** Metrics that tell its shards apart, each billed per shard. */
  readonly shardMetrics: boolean;
}

/** What whoever sends to the streams is asked to do. */
export interface ProducerSettings {
  /**
   * Records in one Kinesis record, as Amazon's producer library packs them unless told otherwise. Streams take
   * records that are not packed just as well, and Firehose counts 5 KB for each of them.
   */
  readonly packed: number;
}

/** Firehose's two buffers, before the transform and before S3. */
export interface DeliverySettings {
  /** Small in dev so that data shows soon, large elsewhere so that objects are few; Parquet needs 64. */
  readonly bufferMb: number;
  readonly bufferSeconds: number;
  /** A transform may answer 6 MB and a row is up to three times its record: 1 is safe. */
  readonly transformBufferMb: number;
  readonly transformBufferSeconds: number;
  /** GZIP is two fifths smaller, in storage and in every scan, and slower to write. */
  readonly parquetCompression: 'SNAPPY' | 'GZIP';
}

export interface StorageSettings {
  /** Days that objects of the archive and of the trail cannot be deleted; off where data must go quickly. */
  readonly objectLock:
    { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number } | 'off';
  /** A key per person would let one forget under COMPLIANCE; without it erasure needs GOVERNANCE. */
  readonly perSubjectKeys: boolean;
  /** Days that the trail of who did what is kept. */
  readonly auditDays: number;
  /** Days after which history ends although contracts would keep it. */
  readonly mostDays?: number;
  /** Days that logs of requests are kept, beside the trail, which tells the same of what matters. */
  readonly accessLogDays: number;
  /** Days until objects of the readable layers move on: all stay readable at once. */
  readonly tiering: { readonly infrequentDays: number; readonly glacierInstantDays: number };
  /** Days until archived bytes go deep; Athena never reads them. */
  readonly archiveTiering: { readonly glacierDays: number; readonly deepArchiveDays: number };
  /** A copy of lake and archive in another region: versioned buckets, the archive's with Object Lock. */
  readonly replication:
    | {
        readonly lakeBucketArn: string;
        readonly archiveBucketArn: string;
        readonly account: string;
        readonly dataKeyArn: string;
        readonly sensitiveKeyArn: string;
      }
    | 'off';
}

/** Who may come in besides the roles of the lake itself. */
export interface AccessSettings {
  /** Tag values of people's sessions are not trusted: only these principals take human roles. Default: this account's. */
  readonly peopleFrom: readonly string[];
  /** Source systems that push to streams, each with a role of its own. */
  readonly producers: readonly {
    readonly source: string;
    readonly contracts: readonly string[];
    /** Another account that may take the role; this account when absent. */
    readonly account?: string;
  }[];
  /** Accounts whose people read gold through Athena of theirs. */
  readonly consumers: readonly { readonly name: string; readonly account: string }[];
  readonly lakeFormation: boolean;
}

export interface NetworkSettings {
  readonly cidr: string;
  readonly zones: number;
}

export interface WarehouseSettings {
  /** Redshift processing units. */
  readonly baseCapacity: number;
  readonly maxCapacity: number;
  /** Processing-unit hours a day after which new queries are refused. */
  readonly unitHoursPerDay: number;
  readonly snapshotDays: number;
}

export interface NotifySettings {
  readonly emails: {
    readonly page: readonly string[];
    readonly ticket: readonly string[];
    readonly info: readonly string[];
  };
  /** Name of a Secrets Manager secret that holds a chat webhook's address, or none. */
  readonly chatWebhookSecret?: string;
}

export interface MonitoringSettings extends Omit<HealthSettings, 'businessDay'> {
  /** `essential`: the few alarms without which nobody would know that data is lost; no page to look at. */
  readonly level: 'full' | 'essential';
  /** Minutes of business hours without a record. */
  readonly silenceMinutes: number;
  readonly qualityScore: number;
  /** Robust standard deviations of a day's volume. */
  readonly volumeSigmas: number;
  readonly runSlaMinutes: number;
  readonly p95RunMinutes: number;
  /** How old what readers see of a layer may become. */
  readonly freshnessMinutes: {
    readonly bronze: number;
    readonly silver: number;
    readonly gold: number;
  };
  /** How far a consumer may fall behind its stream. */
  readonly iteratorAgeMinutes: number;
  /** Where people read the runbook: a path of the repository or the address of a copy. */
  readonly runbook: string;
  /** The watch over the lake itself, by how often it looks. */
  readonly healthEveryMinutes: number;
}

export interface BudgetSettings {
  readonly monthlyDollars: number;
  /** Impact of an unusual bill from which somebody is told. */
  readonly anomalyDollars: number;
  /**
   * Who looks for unusual bills: a monitor of the project's tag, which has to be activated for cost allocation; one of
   * all services, of which an account may have one and often has; or the ARN of one that there is.
   */
  readonly anomalyMonitor: 'tag' | 'services' | `arn:${string}`;
}

/** Account-wide detectors: off where the organisation runs them centrally. */
export interface DetectorSettings {
  readonly guardDuty: boolean;
  readonly config: boolean;
  readonly macie: boolean;
  readonly securityHub: boolean;
}

/** How the real-time watcher reads its streams. */
export interface WatcherSettings {
  readonly enabled: boolean;
  /** Records of one batch at most; it does not wait for them. */
  readonly batchSize: number;
  readonly retries: number;
  /** Batches of one shard at the same time; records of one partition key stay in order. */
  readonly parallelBatches: number;
  /**
   * A read throughput of its own, and records pushed within 70 ms instead of asked for every second: 0.015 dollars
   * per shard and hour and 0.013 per GB. Off: two shards would cost a tenth of all else, and a second is enough.
   */
  readonly fanOut: boolean;
  /**
   * Of the profile table. By request a write costs about five times a provisioned one that is used at 70 %; what a
   * burst exceeds is throttled, and the batch comes again.
   */
  readonly profileCapacity: 'on-demand' | { readonly least: number; readonly most: number };
}
