import type { Examined } from './account';
import { bad, checked, ok, warn, type Checked, type Finding } from './finding';

interface Wanted {
  readonly check: string;
  /** As Service Quotas names both. */
  readonly service: string;
  readonly quota: string;
  readonly least: number;
  readonly why: string;
}

const wantedBy = (streams: number, parallelBuilds: number): readonly Wanted[] => [
  {
    check: 'quota of Lambda',
    service: 'lambda',
    quota: 'Concurrent executions',
    least: 100,
    why: 'new accounts have 10: doors, watcher and steps would wait for each other',
  },
  {
    check: 'quota of Athena',
    service: 'athena',
    quota: 'Active DML queries',
    least: parallelBuilds * 2,
    why: 'running and queued statements of all workgroups count',
  },
  {
    check: 'quota of Firehose',
    service: 'firehose',
    quota: 'Delivery streams',
    least: streams,
    why: 'each stream has a delivery of its own',
  },
];

export async function quotaFindings(examined: Examined): Promise<readonly Finding[]> {
  const { streams, pipeline } = examined.config;
  const wanted = wantedBy(streams.length, pipeline.parallelBuilds);
  return Promise.all([
    checked('quota of Kinesis', () => shards(examined)),
    ...wanted.map((one) => checked(one.check, () => quota(examined, one))),
  ]);
}

async function quota({ clients, place }: Examined, wanted: Wanted): Promise<Checked> {
  const { service, quota: name, least, why } = wanted;
  const value = await quotaNamed(await clients.quotas(), service, name);
  if (value === undefined) {
    const see = `https://${place.region}.console.aws.amazon.com/servicequotas/home/services/${service}/quotas`;
    return warn(`Service Quotas lists no "${name}"`, `see ${see}`);
  }
  if (value >= least) return ok(`${value} ${name.toLowerCase()}`);
  return bad(
    `${value} ${name.toLowerCase()}, ${least} are needed: ${why}`,
    `ask for more: aws service-quotas list-service-quotas --service-code ${service}, then request-service-quota-increase`,
  );
}

type Quotas = Awaited<ReturnType<Examined['clients']['quotas']>>;

async function quotaNamed(
  quotas: Pick<Quotas, 'listServiceQuotas'>,
  ServiceCode: string,
  name: string,
): Promise<number | undefined> {
  for (let NextToken: string | undefined; ;) {
    const page = await quotas.listServiceQuotas({ ServiceCode, NextToken });
    const found = page.Quotas?.find(({ QuotaName }) => QuotaName === name);
    if (found?.Value !== undefined) return found.Value;
    NextToken = page.NextToken;
    if (NextToken === undefined) return undefined;
  }
}

async function shards({ clients, config, isDeployed }: Examined): Promise<Checked> {
  const kinesis = await clients.kinesis();
  const { ShardLimit = 0, OpenShardCount = 0 } = await kinesis.describeLimits({});
  const needed = isDeployed
    ? 0
    : config.streams.reduce((all, one) => all + (one.shards === 'on-demand' ? 0 : one.shards), 0);
  const left = ShardLimit - OpenShardCount;
  const says = `${OpenShardCount} of ${ShardLimit} shards are open`;
  if (left >= needed) return ok(says);
  return bad(
    `${says}, ${needed} more are needed`,
    'ask for more shards in Service Quotas, or deploy with --context profile=lean',
  );
}
