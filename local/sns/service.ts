import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { note } from '../access/caller';
import { LogFiles } from '../lambda/logs';
import { readBody } from '../server/body';
import type { Route } from '../server/dispatch';
import { AwsError, unsupported } from '../server/errors';
import { replyXml } from '../server/reply';
import type { RuntimeContext } from '../server/service';
import type { Xml } from '../server/xml';
import { membersOf } from './form';
import { invalid, MOST_BYTES, noticeOf, type Notice } from './notice';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const ENTRIES = 10;

type Members = { readonly [element: string]: Xml };
/** Takes a notice and gives it an id. */
type Keep = (notice: Notice) => string;
type Operation = (form: URLSearchParams, keep: Keep) => Members;

const publish: Operation = (form, keep) => ({ MessageId: keep(noticeOf(form)) });

/** Each entry on its own: a part of a batch may be refused in an answer that is no error. */
const publishBatch: Operation = (form, keep) => {
  const entries = membersOf(form, 'PublishBatchRequestEntries.member');
  const ids = entries.map((entry) => entry.get('Id') ?? '');
  if (entries.length === 0) throw fault('EmptyBatchRequest', 'The batch has no entries.');
  if (entries.length > ENTRIES) {
    throw fault('TooManyEntriesInBatchRequest', `More than ${ENTRIES} entries in the batch.`);
  }
  if (new Set(ids).size < ids.length) {
    throw fault('BatchEntryIdsNotDistinct', 'Two entries of the batch have the same id.');
  }
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    throw fault('InvalidBatchEntryId', 'An id has 1 to 80 letters, digits, _ and -.');
  }
  const bytes = entries.reduce((sum, one) => sum + Buffer.byteLength(one.get('Message') ?? ''), 0);
  if (bytes > MOST_BYTES) throw fault('BatchRequestTooLong', 'The batch has more than 256 KB.');
  const successful: Members[] = [];
  const failed: Members[] = [];
  for (const entry of entries) {
    const Id = entry.get('Id') ?? '';
    try {
      successful.push({ Id, MessageId: keep(noticeOf(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: { member: successful }, Failed: { member: failed } };
};

const fault = (code: string, message: string): AwsError => new AwsError(code, message);

const OPERATIONS: Readonly<Record<string, Operation>> = {
  Publish: publish,
  PublishBatch: publishBatch,
};
export const snsOperations: readonly string[] = Object.keys(OPERATIONS);

/**
 * SNS's query protocol: a form in, XML out. Nobody subscribes here: what is published is kept, a line each, in
 * `<dataDir>/sns/<topic>.log`, at most 2 MB of it.
 */
export function snsRoute({
  resources,
  dataDir,
}: Pick<RuntimeContext, 'resources' | 'dataDir'>): Route {
  const files = new LogFiles(join(dataDir, 'sns'));
  const keepIn =
    (topic: string): Keep =>
    (notice) => {
      const id = randomUUID();
      const at = new Date().toISOString();
      files.append(topic, `${JSON.stringify({ at, id, ...notice })}\n`);
      return id;
    };
  return async (request, response) => {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const action = form.get('Action') ?? '';
    const run = Object.hasOwn(OPERATIONS, action) ? OPERATIONS[action] : undefined;
    if (run === undefined) throw unsupported(`sns ${action}`);
    const arn = form.get('TopicArn') ?? '';
    const topic = resources.ofType('AWS::SNS::Topic').find((one) => one.arn === arn);
    if (arn === '') throw invalid('TopicArn');
    if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404);
    note('sns:Publish', arn);
    const result = {
      [`${action}Result`]: run(form, keepIn(topic.name)),
      ResponseMetadata: { RequestId: randomUUID() },
    };
    replyXml(response, `${action}Response`, result, NAMESPACE);
  };
}
