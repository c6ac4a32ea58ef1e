import { readEnv } from './env';

/**
 * AWS clients, each made once and loaded with its first use: a lazy chunk of the bundle, so that a
 * function pays at cold start only for the services it calls. They read region, endpoint and
 * credentials from the environment.
 */
function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/**
 * S3, and in every call the account that must own the bucket: names are global, so that after a deletion
 * somebody else might own one of ours, and would be sent our data.
 */
export const s3 = lazy(async () => {
  const { S3 } = await import('@aws-sdk/client-s3');
  const { BUCKET_OWNER } = readEnv('BUCKET_OWNER');
  const client = new S3({});
  client.middlewareStack.add(
    (next) => (call) =>
      next({ ...call, input: { ...call.input, ExpectedBucketOwner: BUCKET_OWNER } }),
    { step: 'initialize', name: 'expectedBucketOwner' },
  );
  return client;
});
export const glue = lazy(async () => new (await import('@aws-sdk/client-glue')).Glue({}));
export const athena = lazy(async () => new (await import('@aws-sdk/client-athena')).Athena({}));
export const dynamo = lazy(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDB({}));
export const kms = lazy(async () => new (await import('@aws-sdk/client-kms')).KMS({}));
export const stepFunctions = lazy(async () => new (await import('@aws-sdk/client-sfn')).SFN({}));
export const sns = lazy(async () => new (await import('@aws-sdk/client-sns')).SNS({}));
export const secrets = lazy(
  async () => new (await import('@aws-sdk/client-secrets-manager')).SecretsManager({}),
);
export const redshiftData = lazy(
  async () => new (await import('@aws-sdk/client-redshift-data')).RedshiftData({}),
);
export const redshiftServerless = lazy(
  async () => new (await import('@aws-sdk/client-redshift-serverless')).RedshiftServerless({}),
);
export const ec2 = lazy(async () => new (await import('@aws-sdk/client-ec2')).EC2({}));
