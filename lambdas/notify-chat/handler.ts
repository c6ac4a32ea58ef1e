import { secrets } from '../shared/clients/secrets';
import { readEnv } from '../shared/env';
import { log } from '../shared/logger';
import { chatText, noticesOf } from './message';
import { addressOf, post } from './post';

const env = readEnv('CHAT_SECRET');

async function readAddress(): Promise<URL> {
  const { SecretString = '' } = await (
    await secrets()
  ).getSecretValue({ SecretId: env.CHAT_SECRET });
  return addressOf(SecretString);
}

/** Says in a chat what the topics say. The address is read anew each time: a changed secret counts at once. */
export const handler = async (event: unknown): Promise<void> => {
  const notices = noticesOf(event);
  const address = await readAddress();
  for (const notice of notices) await post(address, chatText(notice));
  log.info('posted', { notices: notices.length });
};
