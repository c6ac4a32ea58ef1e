import type { Resources } from '../assembly/resources';
import { decodeIterator } from '../kinesis/reads';
import { isObject, type JsonObject, optionalText } from '../server/json';
import type { Operation, RuntimeContext, Service } from '../server/service';
import { note } from './caller';
import { leadingKeys } from './leading-keys';

type Place = Pick<RuntimeContext, 'region' | 'account' | 'resources'>;
type Noter = (operation: string, input: JsonObject, place: Place) => void;

const arn = (service: string, { region, account }: Place, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** What `${aws:userid}` says of whoever calls. */
const OWN = '${aws:userid}';

/** By service: what an operation is allowed by. Athena names executions by id and notes its calls itself. */
const NOTERS: Readonly<Record<string, Noter>> = {
  kinesis: (operation, input, place) => {
    const iterator = optionalText(input, 'ShardIterator');
    const name = iterator === undefined ? streamName(input) : decodeIterator(iterator).stream;
    note(
      `kinesis:${operation}`,
      name === undefined ? '*' : arn('kinesis', place, `stream/${name}`),
    );
  },
  dynamodb: (operation, input, place) => {
    for (const [table, keys] of leadingKeys(input, place.resources)) {
      const context = { 'dynamodb:LeadingKeys': keys };
      note(`dynamodb:${operation}`, arn('dynamodb', place, `table/${table}`), context);
    }
  },
  glue: (operation, input, place) => {
    const of = isObject(input.TableInput) ? input.TableInput : input;
    const table = optionalText(input, 'TableName') ?? optionalText(of, 'Name');
    noteCatalog(operation, place, optionalText(input, 'DatabaseName'), table);
  },
  'step-functions': (operation, input) => {
    const resource =
      optionalText(input, 'executionArn') ?? optionalText(input, 'stateMachineArn') ?? '*';
    note(`states:${operation}`, resource);
  },
  'redshift-data': (operation, input, place) => {
    const workgroup = optionalText(input, 'WorkgroupName');
    if (workgroup === undefined) {
      // Statements have no ARN: a condition asks whose they are.
      note(`redshift-data:${operation}`, '*', { 'redshift-data:statement-owner-iam-userid': OWN });
      return;
    }
    const { arn: of = workgroup } =
      place.resources.byName('AWS::RedshiftServerless::Workgroup', workgroup) ?? {};
    note(`redshift-data:${operation}`, of);
    const secret = optionalText(input, 'SecretArn');
    if (secret === undefined) note('redshift-serverless:GetCredentials', of);
    else
      note(
        'secretsmanager:GetSecretValue',
        arn('secretsmanager', place, `secret:${secret}-??????`),
      );
  },
  'redshift-serverless': (operation) => note(`redshift-serverless:${operation}`, '*'),
  kms: (operation, input, { resources }) => {
    const id = optionalText(input, 'KeyId') ?? '';
    const algorithm = optionalText(input, 'MacAlgorithm');
    note(`kms:${operation}`, keyArn(id, resources), {
      ...(algorithm !== undefined && { 'kms:MacAlgorithm': algorithm }),
    });
  },
};

/** Glue asks for the catalogue, the database and the table, each by itself. */
export function noteCatalog(
  operation: string,
  place: Pick<Place, 'region' | 'account'>,
  database?: string,
  table?: string,
): void {
  const to = (resource: string): void => {
    note(`glue:${operation}`, `arn:aws:glue:${place.region}:${place.account}:${resource}`);
  };
  to('catalog');
  if (database === undefined) return;
  to(`database/${database}`);
  if (table !== undefined) to(`table/${database}/${table}`);
}

/** The service with every call noted, whether it comes over HTTP or from another service. */
export function recorded(service: Service, place: Place): Service {
  const noter = NOTERS[service.name];
  if (noter === undefined) return service;
  const operations = Object.fromEntries(
    Object.entries(service.operations).map(([name, run]): [string, Operation] => [
      name,
      (input) => {
        noter(name, input, place);
        return run(input);
      },
    ]),
  );
  return {
    name: service.name,
    target: service.target,
    operations,
    start: async () => service.start?.(),
    stop: async () => service.stop?.(),
  };
}

const streamName = (input: JsonObject): string | undefined =>
  optionalText(input, 'StreamARN')?.split('/')[1] ?? optionalText(input, 'StreamName');

const keyArn = (id: string, resources: Resources): string =>
  resources.ofType('AWS::KMS::Key').find((key) => key.name === id || key.arn === id)?.arn ?? id;
