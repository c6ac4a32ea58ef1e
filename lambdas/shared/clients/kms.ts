import { lazy } from './lazy';

export const kms = lazy(async () => new (await import('@aws-sdk/client-kms')).KMS({}));
