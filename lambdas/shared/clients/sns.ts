import { lazy } from './lazy';

export const sns = lazy(async () => new (await import('@aws-sdk/client-sns')).SNS({}));
