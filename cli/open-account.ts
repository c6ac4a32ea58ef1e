import { clientsFor } from './clients';
import { Failure } from './failure';
import type { Lake } from './target';

/**
 * The lake of an AWS account, by the credentials and region that the AWS environment names.
 * @throws Failure unavailable when there are none
 */
export async function openAccount(env: string): Promise<Lake> {
  const clients = clientsFor({});
  const sts = await clients.sts();
  try {
    const [{ Account: account }, region] = await Promise.all([
      sts.getCallerIdentity({}),
      sts.config.region(),
    ]);
    if (account === undefined) throw new Error('the answer names no account');
    const place = { env, account, region };
    return { laptop: false, place, clients, inProcess: false, close: async () => undefined };
  } catch (error) {
    throw new Failure(
      'unavailable',
      `no AWS account for --env ${env}: ${error instanceof Error ? error.message : String(error)}`,
      'set AWS_PROFILE and AWS_REGION (aws sso login), or leave --env away to use the laptop',
      { cause: error },
    );
  }
}
