import type { Clients } from '../../cli/clients';
import type { Lake } from '../../cli/target';

const unused = (name: string) => (): never => {
  throw new Error(`this test has no ${name}`);
};

/** A lake of which only the given clients exist. */
export const lakeWith = (clients: Partial<Clients>): Lake => ({
  laptop: true,
  place: { env: 'dev', account: '000000000000', region: 'us-east-1' },
  inProcess: false,
  close: async () => undefined,
  clients: {
    athena: unused('athena'),
    quotas: unused('quotas'),
    lakeFormation: unused('lakeFormation'),
    kms: unused('kms'),
    iam: unused('iam'),
    cloudFormation: unused('cloudFormation'),
    dynamo: unused('dynamo'),
    glue: unused('glue'),
    kinesis: unused('kinesis'),
    redshiftData: unused('redshiftData'),
    s3: unused('s3'),
    sfn: unused('sfn'),
    sns: unused('sns'),
    sts: unused('sts'),
    ...clients,
  },
});

/** Runs every command of a client through one function, as middleware would. */
export function answering<T extends { send: unknown }>(
  client: T,
  answer: (command: string, input: Record<string, unknown>) => unknown,
): T {
  Object.assign(client, {
    send: async (command: object) => {
      const input: unknown = 'input' in command ? command.input : undefined;
      const members = typeof input === 'object' && input !== null ? { ...input } : {};
      return answer(command.constructor.name.replace(/Command$/, ''), members);
    },
  });
  return client;
}
