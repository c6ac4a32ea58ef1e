import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { Glue } from '@aws-sdk/client-glue';
import { IAM } from '@aws-sdk/client-iam';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { KMS } from '@aws-sdk/client-kms';
import { LakeFormation } from '@aws-sdk/client-lakeformation';
import { S3 } from '@aws-sdk/client-s3';
import { ServiceQuotas } from '@aws-sdk/client-service-quotas';
import { SNS } from '@aws-sdk/client-sns';
import { accountFindings } from '../../cli/doctor/account';
import type { Finding } from '../../cli/doctor/finding';
import { configFor } from '../../lib/config';
import { answering, lakeWith } from '../cli/lake';

const HERE = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const PLACE = { env: 'prod', account: '111122223333', region: 'eu-west-1' };

/** A fault as an AWS client throws it. */
export const fault = (name: string, status = 400): Error =>
  Object.assign(new Error(`${name} it is`), { name, $metadata: { httpStatusCode: status } });
export type Answer = (command: string, input: Record<string, unknown>) => unknown;
export const fails = (error: Error) => (): never => {
  throw error;
};

interface Account {
  readonly stacks: Readonly<Record<string, object>>;
  readonly formation?: Answer;
  readonly s3?: Answer;
  readonly iam?: Answer;
  readonly glue?: Answer;
  readonly kinesis?: Answer;
  readonly quotas?: Answer;
  readonly lakeFormation?: Answer;
  readonly kms?: Answer;
  readonly sns?: Answer;
}

const TOOLKIT = { Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: '28' }] };
const OPEN = {
  DataLakeSettings: {
    CreateTableDefaultPermissions: [
      { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' } },
    ],
  },
};
export const ENOUGH = ['Concurrent executions', 'Active DML queries', 'Delivery streams'].map(
  (QuotaName) => ({ QuotaName, Value: 1000 }),
);

/** No role but CloudFormation's, as the bootstrap makes it, with a ceiling or none. */
export const roles =
  (boundary?: string): Answer =>
  (_, { RoleName }) => {
    if (RoleName !== 'cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1') {
      throw fault('NoSuchEntityException', 404);
    }
    const PermissionsBoundaryArn = `arn:aws:iam::111122223333:policy/${boundary ?? ''}`;
    return {
      Role: boundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn } },
    };
  };

/** The findings for an account that is fine but for what is given, by check. */
export async function find(account: Account): Promise<ReadonlyMap<string, Finding>> {
  const client = async <T extends { send: unknown }>(made: T, answer: Answer): Promise<T> =>
    answering(made, answer);
  const { clients } = lakeWith({
    cloudFormation: () =>
      client(
        new CloudFormation(HERE),
        account.formation ??
          ((_, { StackName }) => {
            const stack = account.stacks[String(StackName)];
            if (stack === undefined) throw fault('ValidationError');
            return { Stacks: [stack] };
          }),
      ),
    s3: () => client(new S3(HERE), account.s3 ?? fails(fault('NotFound', 404))),
    iam: () => client(new IAM(HERE), account.iam ?? roles('sluice-prod-boundary')),
    glue: () => client(new Glue(HERE), account.glue ?? fails(fault('EntityNotFoundException'))),
    kinesis: () =>
      client(
        new Kinesis(HERE),
        account.kinesis ?? (() => ({ ShardLimit: 500, OpenShardCount: 3 })),
      ),
    quotas: () => client(new ServiceQuotas(HERE), account.quotas ?? (() => ({ Quotas: ENOUGH }))),
    lakeFormation: () => client(new LakeFormation(HERE), account.lakeFormation ?? (() => OPEN)),
    sns: () => client(new SNS(HERE), account.sns ?? (() => ({ Subscriptions: [{}] }))),
    kms: () => client(new KMS(HERE), account.kms ?? fails(fault('NotFoundException'))),
  });
  const findings = await accountFindings(clients, PLACE, configFor('prod'));
  return new Map(findings.map((finding) => [finding.check, finding]));
}
export const FRESH = { CDKToolkit: TOOLKIT };
export const DEPLOYED = { ...FRESH, 'Sluice-prod': { StackStatus: 'UPDATE_COMPLETE' } };
