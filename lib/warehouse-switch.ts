import type { Config } from './environment';

/**
 * A configuration without its warehouse, for an account or an emulator that has no Redshift Serverless.
 * @param given `--context warehouse=off`; absent: as the environment says
 * @throws Error for any other word
 */
export function withWarehouse(config: Config, given: unknown): Config {
  if (given === undefined || given === '') return config;
  if (given === 'off') return { ...config, warehouse: 'off' };
  throw new Error(`warehouse: ${JSON.stringify(given)}: the only thing to say here is off`);
}
