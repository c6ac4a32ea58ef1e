import type { Resources } from '../assembly/resources';
import { AwsError } from '../server/errors';
import { isObject } from '../server/json';
import type { JsonObject } from '../server/json';

export interface Workgroup {
  readonly name: string;
  /** Results may go to the workgroup's own location only. */
  readonly enforced: boolean;
  readonly output?: string;
  readonly cutoffBytes?: number;
  readonly about: string;
}

const withSlash = (uri: string): string => (uri.endsWith('/') ? uri : `${uri}/`);

function workgroupOf(name: string, properties: JsonObject): Workgroup {
  const given = properties['WorkGroupConfiguration'];
  const settings = isObject(given) ? given : {};
  const result = isObject(settings['ResultConfiguration']) ? settings['ResultConfiguration'] : {};
  const output = result['OutputLocation'];
  const cutoff = settings['BytesScannedCutoffPerQuery'];
  return {
    name,
    about: String(properties['Description'] ?? ''),
    // AWS's default
    enforced: settings['EnforceWorkGroupConfiguration'] !== false,
    ...(typeof output === 'string' && { output: withSlash(output) }),
    ...(typeof cutoff === 'number' && { cutoffBytes: cutoff }),
  };
}

export const workgroupsOf = (resources: Resources): ReadonlyMap<string, Workgroup> =>
  new Map(
    resources
      .ofType('AWS::Athena::WorkGroup')
      .map(({ name, properties }) => [name, workgroupOf(name, properties)]),
  );

/**
 * Where the results of a query go.
 * @throws AwsError InvalidRequestException when neither the workgroup nor the call names a place
 */
export function outputOf(workgroup: Workgroup, given: string | undefined): string {
  const place = workgroup.enforced ? workgroup.output : (given ?? workgroup.output);
  if (place === undefined || !/^s3:\/\/[^/]+\//.test(withSlash(place))) {
    throw new AwsError(
      'InvalidRequestException',
      'No output location provided: name an s3:// place',
    );
  }
  return withSlash(place);
}

/** The WorkGroup of GetWorkGroup. */
export const shownWorkgroup = ({
  name,
  about,
  enforced,
  output,
  cutoffBytes,
}: Workgroup): object => ({
  Name: name,
  State: 'ENABLED',
  Description: about,
  Configuration: {
    EnforceWorkGroupConfiguration: enforced,
    ResultConfiguration: { OutputLocation: output },
    BytesScannedCutoffPerQuery: cutoffBytes,
  },
});
