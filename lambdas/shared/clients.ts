/**
 * AWS clients, each made once and loaded with its first use: a lazy chunk of the bundle, so that a
 * function pays at cold start only for the services it calls. They read region, endpoint and
 * credentials from the environment.
 */
function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export const s3 = lazy(async () => new (await import('@aws-sdk/client-s3')).S3({}));
export const glue = lazy(async () => new (await import('@aws-sdk/client-glue')).Glue({}));
export const athena = lazy(async () => new (await import('@aws-sdk/client-athena')).Athena({}));
export const dynamo = lazy(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDB({}));
export const kms = lazy(async () => new (await import('@aws-sdk/client-kms')).KMS({}));
export const stepFunctions = lazy(async () => new (await import('@aws-sdk/client-sfn')).SFN({}));
