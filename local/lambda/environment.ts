import { join } from 'node:path';
import type { FunctionSettings } from './function';

export interface Surroundings {
  readonly region: string;
  readonly dataDir: string;
  readonly endpoint: string;
}

/**
 * All that a handler sees of the outside: what Lambda sets, what the template gives, and an endpoint. Nothing of the
 * user's own environment or profile gets in.
 */
export function environmentOf(
  { name, roleArn, memoryMb, folder, environment }: FunctionSettings,
  { region, dataDir, endpoint }: Surroundings,
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    TMPDIR: join(dataDir, 'temporary'),
    HOME: join(dataDir, 'temporary'),
    AWS_CONFIG_FILE: join(dataDir, 'temporary', 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(dataDir, 'temporary', 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Requests are recorded as the role's: nobody verifies signatures here.
    AWS_ACCESS_KEY_ID: roleArn.split('/').at(-1) || 'laptop',
    AWS_SECRET_ACCESS_KEY: 'laptop',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'laptop',
    LAMBDA_TASK_ROOT: folder,
    ...environment,
  };
}
