import { lazy } from './lazy';

export const athena = lazy(async () => new (await import('@aws-sdk/client-athena')).Athena({}));
