import type { Call } from '../../../local/access/calls';
import type { Request } from './evaluate';
import { NEIGHBOURS } from './neighbours';
import { ACCOUNT } from './resolved';

const ELSEWHERE = '111111111111';

/**
 * The calls, each with one thing changed: another prefix, bucket, key, account or action. None of it may be allowed.
 * A change that gives another call of the run is none.
 */
export function mutantsOf(calls: readonly Call[]): readonly Request[] {
  const nameOf = ({ principal, action, resource }: Request): string =>
    `${principal} ${action} ${resource}`;
  const known = new Set(calls.map(nameOf));
  return calls.flatMap((call) => [
    ...[...resources(call), ...accounts(call), ...actions(call)].filter(
      (mutant) => !known.has(nameOf(mutant)),
    ),
    ...conditions(call),
  ]);
}

function resources(call: Call): readonly Request[] {
  const { resource } = call;
  const [, bucket, key] = /^arn:aws:s3:::([^/]+)(\/.*)?$/s.exec(resource) ?? [];
  if (bucket === undefined)
    return resource === '*' ? [] : [{ ...call, resource: renamed(resource) }];
  const other = { ...call, resource: `arn:aws:s3:::${bucket}-other${key ?? ''}` };
  if (key === undefined) return [other];
  if (isWholeBucket(call, bucket)) return [other];
  return [other, { ...call, resource: `arn:aws:s3:::${bucket}/other${key}` }];
}

/** Landing holds files of any source: the file door reads all of it. */
const isWholeBucket = ({ principal }: Call, bucket: string): boolean =>
  principal.includes('FilesIngestRole') && bucket.includes('-landing-');

/** Another table's database, another machine's execution, another function's log; else another name. */
function renamed(resource: string): string {
  const contained = resource
    .replace(/:table\/[^/]+\//, ':table/other/')
    .replace(/(:execution:[^:]+)/, '$1x')
    .replace(/(:log-group:[^:]+)/, '$1x');
  return contained === resource ? `${resource}x` : contained;
}

function accounts(call: Call): readonly Request[] {
  if (!call.resource.includes(`:${ACCOUNT}:`)) return [];
  return [{ ...call, resource: call.resource.replace(`:${ACCOUNT}:`, `:${ELSEWHERE}:`) }];
}

const actions = (call: Call): readonly Request[] =>
  (NEIGHBOURS[call.action] ?? []).map((action) => ({ ...call, action }));

/** Without what the call was made through, or with another of it. */
function conditions(call: Call): readonly Request[] {
  const changed = (key: string, value: string | readonly string[]): readonly Request[] =>
    call.context[key] === undefined
      ? []
      : [{ ...call, context: { ...call.context, [key]: value } }];
  const { 's3:prefix': prefix } = call.context;
  return [
    ...changed('kms:ViaService', 'ec2.us-east-1.amazonaws.com'),
    ...changed('dynamodb:LeadingKeys', ['other#0']),
    ...changed('aws:SourceArn', `arn:aws:events:us-east-1:${ELSEWHERE}:rule/other`),
    ...(prefix === undefined || prefix === ''
      ? []
      : changed('s3:prefix', `other/${String(prefix)}`)),
  ];
}
