import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LambdaName } from '../../build/lambdas';
import type { Deployment } from '../../deployment';

/** Functions whose events say where something lies, and hold none of it. */
const BY_EVENT: readonly LambdaName[] = [
  'ingest-file',
  'note-object',
  'collect-failed',
  'reap-slices',
  'check-health',
];
/** Functions that are given records themselves. */
const BY_BATCH: readonly LambdaName[] = ['archive-records', 'watch-records'];

/**
 * What Lambda gave up is done again by calling the function with what it was called with; a queue of such events has
 * no other to send them back to. Batches hold records as sent, which `repair` alone may read.
 */
export function doAgain(
  scope: Construct,
  people: Readonly<Record<'operator' | 'repair', iam.IRole>>,
  { watchlist }: Pick<Deployment, 'watchlist'>,
): void {
  const calls = (id: string, role: iam.IRole, entries: readonly LambdaName[]): void => {
    const named = watchlist.functions.filter(({ entry }) => entries.includes(entry));
    new iam.ManagedPolicy(scope, id, {
      description: 'calls functions again with what they were called with',
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: named.map(({ name }) =>
            Stack.of(scope).formatArn({
              service: 'lambda',
              resource: 'function',
              resourceName: name,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ),
        }),
      ],
    });
  };
  calls('EventsAgain', people.operator, BY_EVENT);
  calls('BatchesAgain', people.repair, BY_BATCH);
}
