import { expect, it } from 'vitest';
import { policiesOf, type Policies } from './access/policies';
import { refusedOf } from './access/refused';
import { resolvedOf } from './access/resolved';
import { templatesOf } from './templates';

const policies = policiesOf(resolvedOf(templatesOf('prod')));

/** The policies as they are, without what a bucket or a key says to one kind of call. */
function changed(of: (where: string, action: string) => boolean): Policies {
  const resource = new Map(
    [...policies.resource].map(([arn, statements]) => [
      arn,
      statements.map((one) =>
        one.actions.some((action) => of(arn, action))
          ? { ...one, allows: false, principals: ['*'], conditions: {} }
          : one,
      ),
    ]),
  );
  return { ...policies, resource };
}
const label = (arn: string): string => arn.split('/').at(-1) ?? arn;

it('finds a right that a bucket refuses', () => {
  const denied = changed(
    (arn, action) => arn.includes('-archive-') && action === 's3:DeleteObject',
  );

  expect(refusedOf(denied, label).join('\n')).toMatch(
    /sluice-prod-repair s3:DeleteObject \S+\/inbox\/\*/,
  );
});

it('finds the use of a key through a service that the key does not know', () => {
  const denied = changed(
    (arn, action) => arn.includes(':key/') && action === 'kms:GenerateDataKey',
  );

  expect(refusedOf(denied, label).join('\n')).toContain('kms:GenerateDataKey');
});

it('finds nothing in what is deployed', () => {
  expect(refusedOf(policies, label)).toEqual([]);
});
