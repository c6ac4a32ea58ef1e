import { lazy } from './lazy';

export const redshiftData = lazy(
  async () => new (await import('@aws-sdk/client-redshift-data')).RedshiftData({}),
);
