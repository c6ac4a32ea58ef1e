import { lazy } from './lazy';

export const stepFunctions = lazy(async () => new (await import('@aws-sdk/client-sfn')).SFN({}));
