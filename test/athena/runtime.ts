import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource, Resources } from '../../local/assembly/resources';
import { athenaService } from '../../local/athena/service';
import { glueService } from '../../local/glue/service';
import { redshiftData } from '../../local/redshift/data-api';
import { FileStore } from '../../local/s3/file-store';
import type { Json, JsonObject } from '../../local/server/json';
import type { RuntimeContext, Service } from '../../local/server/service';

const resource = (type: string, name: string, properties: JsonObject): Resource => ({
  ...{ type, name, properties, logicalId: name, stack: 'Sluice-dev', metadata: {} },
  arn: `arn:aws:test:us-east-1:000000000000:${name}`,
});

const TEMPLATE: readonly Resource[] = [
  ...['bronze', 'gold', 'staging'].map((name) =>
    resource('AWS::Glue::Database', name, { DatabaseInput: { Name: name } }),
  ),
  resource('AWS::Glue::Table', 'events', {
    DatabaseName: 'bronze',
    TableInput: {
      Name: 'events',
      StorageDescriptor: {
        Columns: [{ Name: 'id', Type: 'string' }],
        Location: 's3://lake/bronze/events/',
      },
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
    },
  }),
  resource('AWS::Athena::WorkGroup', 'pipeline', {
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: false,
      BytesScannedCutoffPerQuery: 10_000_000,
      ResultConfiguration: { OutputLocation: 's3://results/queries/' },
    },
  }),
  resource('AWS::RedshiftServerless::Workgroup', 'warehouse', {}),
  resource('AWS::Athena::WorkGroup', 'analysts', {
    WorkGroupConfiguration: { ResultConfiguration: { OutputLocation: 's3://results/analysts' } },
  }),
];

const resourcesOf = (all: readonly Resource[]): Resources => ({
  all,
  ofType: (type) => all.filter((item) => item.type === type),
  byArn: (arn) => all.find((item) => item.arn === arn),
  byName: (type, name) => all.find((item) => item.type === type && item.name === name),
});

/** Glue, Athena and the warehouse as the runtime wires them, over a folder. */
export interface SmallRuntime {
  readonly dataDir: string;
  readonly objects: FileStore;
  readonly written: string[];
  glue(call: string, input: JsonObject): Promise<JsonObject>;
  athena(call: string, input: JsonObject): Promise<JsonObject>;
  warehouse(call: string, input: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

export async function startRuntime(folder?: string): Promise<SmallRuntime> {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'sluice-services-'));
  const objects = new FileStore(dataDir);
  const written: string[] = [];
  for (const bucket of ['lake', 'results']) objects.addBucket(bucket);
  objects.onWrite(({ bucket, object }) => {
    written.push(`${bucket}/${object.key}`);
    return () => undefined;
  });
  const services = new Map<string, Service>();
  const ctx: RuntimeContext = {
    ...{ region: 'us-east-1', account: '000000000000', dataDir, objects, services },
    endpoint: () => 'http://127.0.0.1:1',
    resources: resourcesOf(TEMPLATE),
    invoke: () => Promise.reject(new Error('no functions here')),
    flush: () => Promise.resolve(),
    log: () => undefined,
  };
  for (const service of [glueService(ctx), athenaService(ctx), redshiftData(ctx)]) {
    services.set(service.name, service);
    await service.start?.();
  }
  const call =
    (name: string) =>
    async (operation: string, input: JsonObject): Promise<JsonObject> => {
      const served = services.get(name)?.operations[operation];
      if (served === undefined) throw new Error(`${name} does not serve ${operation}`);
      const answer: unknown = JSON.parse(JSON.stringify(await served(input)));
      return answer as Record<string, Json>;
    };
  return {
    ...{ dataDir, objects, written },
    glue: call('glue'),
    athena: call('athena'),
    warehouse: call('redshift-data'),
    stop: async () => {
      for (const service of services.values()) await service.stop?.();
    },
  };
}

export const remove = (dataDir: string): void => rmSync(dataDir, { recursive: true, force: true });
