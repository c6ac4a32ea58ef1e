import type { GateSettings, PipelineSettings, WatchSettings } from '../lambdas/shared/settings';
import type { ProfileName } from './profiles';
import type {
  AccessSettings,
  BudgetSettings,
  DeliverySettings,
  DetectorSettings,
  MonitoringSettings,
  NetworkSettings,
  NotifySettings,
  ProducerSettings,
  StorageSettings,
  StreamSettings,
  WarehouseSettings,
  WatcherSettings,
} from './settings';

/** Everything that differs by environment; lib/config.ts holds the values. */
export interface Config {
  readonly env: EnvName;
  readonly profile: ProfileName;
  readonly streams: readonly StreamSettings[];
  readonly producers: ProducerSettings;
  readonly gate: GateSettings;
  readonly watch: WatchSettings;
  readonly watcher: WatcherSettings;
  readonly pipeline: PipelineSettings;
  readonly storage: StorageSettings;
  readonly access: AccessSettings;
  readonly network: NetworkSettings | 'off';
  readonly warehouse: WarehouseSettings | 'off';
  readonly notify: NotifySettings;
  readonly monitoring: MonitoringSettings;
  readonly budget: BudgetSettings;
  readonly detectors: DetectorSettings;
  readonly delivery: DeliverySettings;
  /** Records per archive object at most, how long to wait for them, and how often to try. */
  readonly archive: {
    readonly batchSize: number;
    readonly windowSeconds: number;
    readonly retries: number;
  };
  /** Athena cancels a statement that scans more; what it has scanned until then is billed. */
  readonly athena: { readonly pipelineCutoffGb: number; readonly analystsCutoffGb: number };
  readonly schedule: { readonly everyMinutes: number; readonly enabled: boolean };
  readonly logRetentionDays: number;
  /** Set executions aside for each function; a fresh account has ten in all and refuses. */
  readonly reserveConcurrency: boolean;
  /** Keep stateful resources when the stack goes. */
  readonly keepData: boolean;
  /** The second switch that deleting data takes, beside `keepData: false`: the name of the environment. */
  readonly dataMayGo?: EnvName;
  readonly tags: Readonly<Record<string, string>>;
}
export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type EnvName = (typeof ENVIRONMENTS)[number];
