import { lazy } from './lazy';

export const secrets = lazy(
  async () => new (await import('@aws-sdk/client-secrets-manager')).SecretsManager({}),
);
