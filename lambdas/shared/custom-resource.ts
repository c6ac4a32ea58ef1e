import { membersOf } from './members';

/** What CloudFormation asks of a function that stands for a resource, and how it is answered. */
export interface ResourceRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  /** Differs by deployment and stays the same when the event is delivered again. */
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
export type ResourceAnswer = Readonly<Record<string, string>>;

interface Addressed {
  readonly request: ResourceRequest;
  readonly url: string;
  /** Members that the answer repeats. */
  readonly identity: Readonly<Record<string, string>>;
}

/** @throws Error that names the member the event lacks */
export function parseResourceEvent(event: unknown): Addressed {
  const members = membersOf(event);
  const word = (name: string): string => {
    const value = members[name];
    if (typeof value !== 'string' || value === '') {
      throw new Error(`the event of a custom resource needs ${name}`);
    }
    return value;
  };
  const type = word('RequestType');
  if (type !== 'Create' && type !== 'Update' && type !== 'Delete') {
    throw new Error(`unknown RequestType ${type}: expected Create, Update or Delete`);
  }
  const LogicalResourceId = word('LogicalResourceId');
  return {
    request: {
      type,
      id: word('RequestId'),
      properties: membersOf(members.ResourceProperties),
    },
    url: word('ResponseURL'),
    identity: {
      StackId: word('StackId'),
      RequestId: word('RequestId'),
      LogicalResourceId,
      // The same for the resource's life: another one would make CloudFormation delete what it replaces.
      PhysicalResourceId: LogicalResourceId,
    },
  };
}

/**
 * Does what is asked and tells CloudFormation how it went: without an answer a deployment hangs until its timeout.
 * @param work returns what the template may read of the resource
 * @throws Error when the answer could not be handed over; the event then comes again
 */
export async function answering(
  event: unknown,
  work: (request: ResourceRequest) => Promise<ResourceAnswer>,
  send: typeof fetch = fetch,
): Promise<void> {
  const { request, url, identity } = parseResourceEvent(event);
  const outcome = await work(request).then(
    (Data) => ({ Status: 'SUCCESS', Data }),
    (error: unknown) => ({
      Status: 'FAILED',
      Reason: (error instanceof Error ? error.message : String(error)).slice(0, 1000),
    }),
  );
  // Bytes, because text would get a content type, which the presigned address does not allow.
  const body = new TextEncoder().encode(JSON.stringify({ ...identity, ...outcome }));
  const response = await send(url, { method: 'PUT', body });
  if (!response.ok) throw new Error(`CloudFormation took no answer: HTTP ${response.status}`);
}
