import type { Runtime } from '../../local/runtime';

/** What an unmodified client needs to reach the laptop runtime. */
export const clientSettings = ({ endpoint }: Pick<Runtime, 'endpoint'>) => ({
  region: 'us-east-1',
  endpoint,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});
