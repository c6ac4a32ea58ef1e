import type { Athena } from '@aws-sdk/client-athena';
import type { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { Glue } from '@aws-sdk/client-glue';
import type { IAM } from '@aws-sdk/client-iam';
import type { Kinesis } from '@aws-sdk/client-kinesis';
import type { KMS } from '@aws-sdk/client-kms';
import type { LakeFormation } from '@aws-sdk/client-lakeformation';
import type { RedshiftData } from '@aws-sdk/client-redshift-data';
import type { S3 } from '@aws-sdk/client-s3';
import type { ServiceQuotas } from '@aws-sdk/client-service-quotas';
import type { SFN } from '@aws-sdk/client-sfn';
import type { SNS } from '@aws-sdk/client-sns';
import type { STS } from '@aws-sdk/client-sts';

/** AWS clients, each loaded and made with its first use. */
export interface Clients {
  athena(): Promise<Athena>;
  cloudFormation(): Promise<CloudFormation>;
  dynamo(): Promise<DynamoDB>;
  glue(): Promise<Glue>;
  iam(): Promise<IAM>;
  kinesis(): Promise<Kinesis>;
  kms(): Promise<KMS>;
  lakeFormation(): Promise<LakeFormation>;
  quotas(): Promise<ServiceQuotas>;
  redshiftData(): Promise<RedshiftData>;
  s3(): Promise<S3>;
  sfn(): Promise<SFN>;
  sns(): Promise<SNS>;
  sts(): Promise<STS>;
}

/** Where the clients go; nothing of it: the account that the AWS environment variables and profile name. */
export interface Endpoint {
  readonly endpoint?: string;
  readonly region?: string;
  /** On the laptop, the name of the role whose permissions the calls are recorded for. */
  readonly role?: string;
}

export function clientsFor({ endpoint, region, role }: Endpoint): Clients {
  const config = {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, credentials: credentialsOf(role) }),
  };
  return {
    athena: once(async () => new (await import('@aws-sdk/client-athena')).Athena(config)),
    cloudFormation: once(
      async () => new (await import('@aws-sdk/client-cloudformation')).CloudFormation(config),
    ),
    dynamo: once(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDB(config)),
    glue: once(async () => new (await import('@aws-sdk/client-glue')).Glue(config)),
    iam: once(async () => new (await import('@aws-sdk/client-iam')).IAM(config)),
    kinesis: once(async () => new (await import('@aws-sdk/client-kinesis')).Kinesis(config)),
    kms: once(async () => new (await import('@aws-sdk/client-kms')).KMS(config)),
    lakeFormation: once(
      async () => new (await import('@aws-sdk/client-lakeformation')).LakeFormation(config),
    ),
    quotas: once(
      async () => new (await import('@aws-sdk/client-service-quotas')).ServiceQuotas(config),
    ),
    redshiftData: once(
      async () => new (await import('@aws-sdk/client-redshift-data')).RedshiftData(config),
    ),
    s3: once(async () => new (await import('@aws-sdk/client-s3')).S3(config)),
    sfn: once(async () => new (await import('@aws-sdk/client-sfn')).SFN(config)),
    sns: once(async () => new (await import('@aws-sdk/client-sns')).SNS(config)),
    sts: once(async () => new (await import('@aws-sdk/client-sts')).STS(config)),
  };
}

/** The laptop runtime verifies no signature; a client wants something to sign with. */
const credentialsOf = (role = 'laptop') => ({ accessKeyId: role, secretAccessKey: 'laptop' });

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
