import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Resource, Resources } from '../../local/assembly/resources';
import type { Json, JsonObject } from '../../local/server/json';
import type { InvokeResult, RuntimeContext, Service } from '../../local/server/service';
import { stepFunctions } from '../../local/step-functions/service';
import type { StepFunctionsOptions } from '../../local/step-functions/service';

export const machineArn = (name: string): string =>
  `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;

export function freshFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'sluice-step-functions-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function resourcesOf(machines: Readonly<Record<string, JsonObject>>): Resources {
  const all = Object.entries(machines).map(([name, definition]): Resource => ({
    type: 'AWS::StepFunctions::StateMachine',
    logicalId: name,
    stack: 'Test',
    name,
    arn: machineArn(name),
    properties: { DefinitionString: JSON.stringify(definition), RoleArn: 'arn:role' },
    metadata: {},
  }));
  return {
    all,
    ofType: (type) => all.filter((resource) => resource.type === type),
    byArn: (arn) => all.find((resource) => resource.arn === arn),
    byName: (_, name) => all.find((resource) => resource.name === name),
  };
}

interface Setting {
  readonly dataDir?: string;
  readonly machines: Readonly<Record<string, JsonObject>>;
  readonly invoke?: (name: string, payload: Json) => Promise<InvokeResult>;
  readonly athena?: Service['operations'];
  readonly options?: StepFunctionsOptions;
}

/** The service on a runtime that has nothing else. */
export async function serve(setting: Setting) {
  const unused = () => Promise.reject(new Error('not used by this test'));
  const athena: Service = { name: 'athena', target: 'A', operations: setting.athena ?? {} };
  const ctx: RuntimeContext = {
    region: 'us-east-1',
    account: '000000000000',
    dataDir: setting.dataDir ?? freshFolder(),
    endpoint: () => 'http://127.0.0.1:1',
    resources: resourcesOf(setting.machines),
    objects: {
      buckets: () => [],
      pathOf: () => '',
      head: unused,
      get: unused,
      list: () => {
        throw new Error('not used by this test');
      },
      put: unused,
      delete: unused,
      noteWritten: unused,
    },
    services: new Map([['athena', athena]]),
    invoke: setting.invoke ?? unused,
    flush: async () => undefined,
    log: () => undefined,
  };
  const service = stepFunctions(ctx, setting.options);
  await service.start?.();
  return { service, call: caller(service) };
}

/** A call as over the wire: JSON in, JSON out. */
const caller =
  (service: Service) =>
  async (operation: string, input: JsonObject): Promise<Record<string, unknown>> => {
    const run = service.operations[operation];
    if (run === undefined) throw new Error(`no ${operation}`);
    const answer: unknown = JSON.parse(JSON.stringify(await run(input)));
    return Object.fromEntries(Object.entries(answer ?? {}));
  };
export type Caller = ReturnType<typeof caller>;

/** DescribeExecution once it is not RUNNING. */
export async function ended(call: Caller, executionArn: unknown) {
  for (;;) {
    const described = await call('DescribeExecution', { executionArn: String(executionArn) });
    if (described['status'] !== 'RUNNING') return described;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
