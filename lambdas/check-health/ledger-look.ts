import type { ModelItem } from '../shared/ledger/items';
import type { Ledger } from '../shared/ledger/ledger';
import type { MetricName } from '../shared/metrics';
import type { HealthSettings } from '../shared/settings';
import { arrivalAge, layerAge } from './freshness';
import { unreconciled } from './imbalance';
import { lateReport } from './report';
import { silentMinutes } from './silence';
import { endedDay, judgeVolume, volumeDays } from './volume';

export interface LedgerPorts {
  readonly ledger: Pick<Ledger, 'runs' | 'models' | 'slices'>;
  readonly models: readonly string[];
  /** Those that the regulatory report is made of. */
  readonly reportTables: ReadonlySet<string>;
  readonly settings: HealthSettings;
  /** Epoch milliseconds of the newest arrival of the main stream. */
  readonly newestArrival: (now: number) => Promise<number | undefined>;
}
export type Values = Readonly<Partial<Record<MetricName, number>>>;
export interface Finding {
  /** What is wrong, in words for a log line. */
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number>>;
}
export interface Look {
  readonly values: Values;
  readonly findings: readonly Finding[];
}

const VOLUME_OF = 'silver.transactions';
/** Half a day of runs, and more than anyone waits before looking. */
const RUNS = 48;
/** Sigmas from which a log line says which day it was; the alarm has its own threshold. */
const TOLD_SIGMAS = 3;

/** What the ledger and one listing tell, cheaply enough for every few minutes. @param now epoch milliseconds */
export async function lookAtLedger(ports: LedgerPorts, now: number): Promise<Look> {
  const { ledger, models, settings, reportTables } = ports;
  const [runs, states, newest] = await Promise.all([
    ledger.runs.latest(RUNS),
    ledger.models.of(models),
    ports.newestArrival(now),
  ]);
  const blocked = [...states.values()].filter(isBlocked);
  const names = blocked.map(({ model }) => model);
  const reasons = await blockedReasons(ports, blocked);
  const volume = await volumeOf(ports, now);
  const imbalanced = unreconciled(reasons);
  const late = lateReport(runs, blocked, now, settings, reportTables);
  return {
    values: {
      RecordsImbalanced: imbalanced,
      SilentMinutes: silentMinutes(newest, now, settings.businessHours),
      ...(newest !== undefined && { BronzeAgeMinutes: arrivalAge(newest, now) }),
      ...present('SilverAgeMinutes', layerAge('silver', runs, names, now)),
      ...present('GoldAgeMinutes', layerAge('gold', runs, names, now)),
      ...present('VolumeSigmas', volume?.sigmas),
      ...(settings.regulatoryHours !== 'off' && {
        RegulatoryReportsLate: late === undefined ? 0 : 1,
      }),
    },
    findings: [
      ...(imbalanced === 0 ? [] : [{ message: 'books do not balance', fields: { imbalanced } }]),
      ...names.map((model) => ({ message: 'slices stand blocked', fields: { model } })),
      ...(late === undefined
        ? []
        : [{ message: 'the regulatory report of a day is late', fields: { day: late.day } }]),
      ...(volume === undefined || Math.abs(volume.sigmas) <= TOLD_SIGMAS
        ? []
        : [{ message: 'unusual volume of a day', fields: { ...volume } }]),
    ],
  };
}

const isBlocked = ({ blocked = {} }: ModelItem): boolean => Object.keys(blocked).length > 0;

const present = (name: MetricName, value: number | undefined): Values =>
  value === undefined ? {} : { [name]: value };

async function blockedReasons(
  { ledger }: LedgerPorts,
  blocked: readonly ModelItem[],
): Promise<readonly string[]> {
  const states = await Promise.all(
    blocked.map(({ model, blocked: slices = {} }) =>
      ledger.slices.some(model, Object.keys(slices)),
    ),
  );
  return states.flatMap((slices) =>
    [...slices.values()].flatMap((state) => state.blocked?.reasons ?? []),
  );
}

async function volumeOf({ ledger, settings }: LedgerPorts, now: number) {
  const day = endedDay(now, settings);
  const slices = await ledger.slices.some(VOLUME_OF, volumeDays(day));
  const rows = new Map(
    [...slices.values()].flatMap(({ slice, published }): (readonly [string, number])[] =>
      published === undefined ? [] : [[slice, published.rows]],
    ),
  );
  return judgeVolume(day, rows);
}
