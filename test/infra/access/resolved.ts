import { loadResources } from '../../../local/assembly/load';
import type { Stack } from '../../../local/assembly/read';
import type { Resource, Resources } from '../../../local/assembly/resources';
import type { Templates } from '../templates';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** Name of the nested stack that a resource of the root stands for. */
const nestedName = (id: string): string => id.replace(/NestedStack.*/, '');

const resolved = new WeakMap<Templates, Resources>();

/** Every resource with its intrinsic functions resolved, as in the account and region of the laptop. */
export function resolvedOf(lake: Templates): Resources {
  const known = resolved.get(lake);
  if (known) return known;
  const made = resolve(lake);
  resolved.set(lake, made);
  return made;
}

function resolve(lake: Templates): Resources {
  const stackOf = (name: string, path: string): Stack => {
    const own = lake.all.filter(({ stack }) => stack === name);
    const nested = own.filter(({ Type }) => Type === 'AWS::CloudFormation::Stack');
    return {
      path,
      template: {
        ...lake.ends[name],
        Resources: Object.fromEntries(own.map((one) => [one.id, { ...one }])),
      },
      nested: new Map(nested.map(({ id }) => [id, stackOf(nestedName(id), `${path}/${id}`)])),
    };
  };
  const root = stackOf('Root', `Sluice-${lake.env}`);
  return loadResources([root], { account: ACCOUNT, region: REGION });
}

/** `Ingestion/FilesIngestRole`: the same in every environment, without the digits that CDK adds. */
export function labelOf({ stack, logicalId }: Resource): string {
  const name = nestedName(stack.split('/').at(-1) ?? '');
  return `${name}/${logicalId.replace(/[0-9A-F]{8}$/, '')}`;
}

/** What has a name of CloudFormation's making, by label: ARNs of roles, keys and rules. */
export function labelled(resources: Resources): ReadonlyMap<string, string> {
  const types = ['AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::Events::Rule'];
  return new Map(
    types.flatMap((type) => resources.ofType(type).map((one) => [labelOf(one), one.arn] as const)),
  );
}
