import { lazy } from './lazy';

export const redshiftServerless = lazy(
  async () => new (await import('@aws-sdk/client-redshift-serverless')).RedshiftServerless({}),
);
