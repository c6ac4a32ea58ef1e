import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Resource, Resources } from '../assembly/resources';
import { readJson } from '../server/body';
import { isObject, text, type Json, type JsonObject } from '../server/json';
import type { RuntimeContext } from '../server/service';
import { readState, writeState } from '../server/state-file';

type Context = Pick<RuntimeContext, 'dataDir' | 'resources' | 'invoke' | 'account' | 'region'>;

/**
 * Asks the functions behind custom resources of the warehouse to make or change them, as a deployment does: those
 * that are new, and those whose properties have changed. Others work on what the laptop does not have.
 * @throws Error with the function's reason: a deployment that fails is taken back, and a start does not happen
 */
export async function applyCustomResources(ctx: Context): Promise<void> {
  const path = join(ctx.dataDir, 'custom-resources.json');
  const kept = readState(path);
  const applied: Record<string, Json | undefined> = isObject(kept) ? { ...kept } : {};
  for (const resource of ofWarehouse(ctx.resources)) {
    const { logicalId, properties } = resource;
    const digest = createHash('sha256').update(JSON.stringify(properties)).digest('hex');
    if (applied[logicalId] === digest) continue;
    await apply(ctx, resource, applied[logicalId] === undefined ? 'Create' : 'Update');
    applied[logicalId] = digest;
    writeState(path, applied);
  }
}

/** Custom resources whose function is told of a workgroup of Redshift. */
function ofWarehouse(resources: Resources): readonly Resource[] {
  const workgroups = resources.ofType('AWS::RedshiftServerless::Workgroup').map(({ arn }) => arn);
  if (workgroups.length === 0) return [];
  return resources.ofType('AWS::CloudFormation::CustomResource').filter(({ properties }) => {
    const token = properties.ServiceToken;
    const handler = typeof token === 'string' ? resources.byArn(token) : undefined;
    const environment = handler?.properties.Environment;
    const variables = isObject(environment) ? environment.Variables : undefined;
    return Object.values(isObject(variables) ? variables : {}).some(
      (value) => typeof value === 'string' && workgroups.includes(value),
    );
  });
}

async function apply(
  { invoke, account, region }: Context,
  { logicalId, properties, stack }: Resource,
  type: 'Create' | 'Update',
): Promise<void> {
  const desk = await answerDesk();
  try {
    const { payload, functionError } = await invoke(text(properties, 'ServiceToken'), {
      RequestType: type,
      RequestId: randomUUID(),
      ResponseURL: desk.url,
      StackId: `arn:aws:cloudformation:${region}:${account}:stack/${stack}`,
      LogicalResourceId: logicalId,
      ResourceType: 'AWS::CloudFormation::CustomResource',
      ResourceProperties: properties,
    });
    if (functionError !== undefined) throw new Error(JSON.stringify(payload));
    const answer = desk.answer();
    if (answer === undefined) throw new Error('its function ended without handing in an answer');
    const { Status: status, Reason: reason } = answer;
    if (status !== 'SUCCESS') throw new Error(String(reason));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${stack}/${logicalId} was not applied: ${why}`, { cause: error });
  } finally {
    await desk.close();
  }
}

/** Where one answer is handed in: the function puts it to an address, as to a presigned one of S3. */
async function answerDesk() {
  let answer: JsonObject | undefined;
  const path = `/${randomUUID()}`;
  const take = async (request: IncomingMessage): Promise<number> => {
    if (request.url !== path) return 404;
    answer = await readJson(request);
    return 200;
  };
  const server = createServer((request, response) => {
    void take(request)
      .catch(() => 400)
      .then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    answer: () => answer,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        // The function has ended: what it left open has nothing more to say.
        server.closeAllConnections();
      }),
  };
}
