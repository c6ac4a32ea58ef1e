import { lazy } from './lazy';

export const glue = lazy(async () => new (await import('@aws-sdk/client-glue')).Glue({}));
