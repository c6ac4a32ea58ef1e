import type { Config } from './environment';

const NAME = /^(?:silver|silver_restricted|gold)\.[a-z][a-z0-9_]*$/;

/**
 * A configuration that builds only the tables of this synthesis, and what they read.
 * @param given `--context tables=gold.a,gold.b`; absent: those of the environment
 * @throws Error that names what is no table
 */
export function withTables(config: Config, given: unknown): Config {
  if (given === undefined || given === '') return config;
  const tables = typeof given === 'string' ? given.split(',') : [''];
  const wrong = tables.find((name) => !NAME.test(name));
  if (wrong !== undefined) {
    throw new Error(`tables: ${JSON.stringify(wrong)} is no table: write gold.a,gold.b`);
  }
  return { ...config, pipeline: { ...config.pipeline, tables } };
}
