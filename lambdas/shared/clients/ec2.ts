import { lazy } from './lazy';

export const ec2 = lazy(async () => new (await import('@aws-sdk/client-ec2')).EC2({}));
