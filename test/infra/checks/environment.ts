import { ENV } from '../../../lambdas/shared/env';
import { LAMBDA_NAMES, type LambdaName } from '../../../lib/build/lambdas';
import type { Config } from '../../../lib/config';
import { namesRead } from '../read-names';
import { at, word, type Resource, type Templates, type Value } from '../templates';
import type { Checks } from './check';
import { entryOf, functionsOf } from './functions';
import { written } from './named';

/** What a variable holds, by its name; those of settings are texts of the configuration. */
const LEADS_TO: Readonly<Record<string, RegExp>> = {
  LAKE_BUCKET: /^<Storage\.LakeBucket>$/,
  LANDING_BUCKET: /^<Storage\.LandingBucket>$/,
  ARCHIVE_BUCKET: /^<Storage\.ArchiveBucket>$/,
  RESULTS_BUCKET: /^<Storage\.ResultsBucket>$/,
  LEDGER_TABLE: /^<Catalog\.Ledger>$/,
  CONFIGURATION_TABLE: /^<Catalog\.Configuration>$/,
  PROFILE_TABLE: /^<WatcherProfile>$/,
  ALERTS_TOPIC: /^<Topicsalerts>$/,
  HMAC_KEY_ID: /^<Storage\.HmacKey\.Arn>$/,
  SENSITIVE_KEY_ID: /^<Storage\.SensitiveKey\.Arn>$/,
  BUCKET_OWNER: /^<AWS::AccountId>$/,
  DEFAULT_GROUP: /^<NetworkVpc\.DefaultSecurityGroup>$/,
  WAREHOUSE_ARN: /^<WarehouseWorkgroup\.Workgroup\.WorkgroupArn>$/,
  WAREHOUSE_WORKGROUP: /^sluice-<env>$/,
  WAREHOUSE_SECRET: /^redshift!sluice-<env>-warehouse_admin$/,
  WAREHOUSE_READER: /^<Reader\.Arn>$/,
  CHAT_SECRET: /./,
};

/** What a variable says, whatever function it is given to. */
function saysOf({ env, config }: Templates, entry: LambdaName): Readonly<Record<string, string>> {
  return {
    SLUICE_ENV: env,
    GATE_SETTINGS: JSON.stringify(config.gate),
    WATCH_SETTINGS: JSON.stringify(config.watch),
    PIPELINE_SETTINGS: JSON.stringify(config.pipeline),
    ...(config.warehouse !== 'off' && {
      WAREHOUSE_UNIT_HOURS: String(config.warehouse.unitHoursPerDay),
    }),
    ...(entry === 'check-health' && { MONITORING_SETTINGS: healthOf(config) }),
  };
}

/** The part of the settings that the look at the lake's health reads. */
function healthOf({ monitoring, gate }: Config): string {
  const { businessHours, expectedFiles, rejectShare, rejectFloor, regulatoryHours } = monitoring;
  const businessDay = { timeZone: gate.timeZone, cutoffHour: gate.cutoffHour };
  const rates = { rejectShare, rejectFloor, regulatoryHours };
  return JSON.stringify({ businessHours, expectedFiles, ...rates, businessDay });
}

type Variables = Readonly<Record<string, Value>>;
const variablesOf = ({ Properties }: Resource): Variables =>
  (at(Properties.Environment, 'Variables') ?? {}) as Variables;

/** A stream's functions bear the contract's name in theirs. */
function contractFinding(lake: Templates, one: Resource, contract: Value): readonly string[] {
  const wanted = `sluice-${lake.env}-${entryOf(lake, one)}-${word(contract)}`;
  return one.Properties.FunctionName === wanted ? [] : [`${one.id} judges by ${word(contract)}`];
}

export const environmentChecks: Checks = {
  'a function is given what its handler reads, and whose it is: environment and account': (lake) =>
    functionsOf(lake).flatMap((one) => {
      const given = Object.keys(variablesOf(one)).sort();
      const own = ['SLUICE_ENV', 'BUCKET_OWNER'];
      const wanted = new Set([...own, ...(namesRead.get(entryOf(lake, one)) ?? [])]);
      return given.join() === [...wanted].sort().join()
        ? given.filter((name) => !ENV.some((known) => known === name))
        : [`${one.id} is given ${given.join(' ')}, and reads ${[...wanted].join(' ')}`];
    }),

  'a variable leads to the resource of its name, and says what the configuration says': (lake) =>
    functionsOf(lake).flatMap((one) => {
      const says = saysOf(lake, entryOf(lake, one));
      return Object.entries(variablesOf(one)).flatMap(([name, value]) => {
        if (name === 'CONTRACT') return contractFinding(lake, one, value);
        const said = written(value, lake.env);
        const holds = name in says ? value === says[name] : (LEADS_TO[name]?.test(said) ?? false);
        return holds ? [] : [`${one.id} ${name} is ${said}`];
      });
    }),

  'every Lambda of the list is deployed, those of a switch where it is on': (lake) => {
    const { network, warehouse, notify } = lake.config;
    const isOff: Partial<Record<LambdaName, boolean>> = {
      'migrate-warehouse': warehouse === 'off',
      'load-warehouse': warehouse === 'off',
      'settle-network': warehouse === 'off' && network === 'off',
      'notify-chat': notify.chatWebhookSecret === undefined,
    };
    const entries = new Set(functionsOf(lake).map((one) => entryOf(lake, one)));
    return LAMBDA_NAMES.filter((name) => entries.has(name) === (isOff[name] ?? false)).map(
      (name) => `${name} is ${entries.has(name) ? 'deployed' : 'missing'}`,
    );
  },
};
