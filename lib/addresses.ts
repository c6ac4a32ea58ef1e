import type { Config } from './config';

const ADDRESS = /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/;
/** By the context that `cdk deploy` is given, e.g. `--context pageEmails=a@example.com,b@example.com`. */
const EMAILS = { page: 'pageEmails', ticket: 'ticketEmails', info: 'infoEmails' } as const;
const CHAT = 'chatWebhookSecret';

/**
 * A configuration with the people of this deployment: who is told is no matter of the code. What is given replaces
 * what `notify` holds; what is not given stays.
 * @param context reads a value by its name, undefined where it is not given
 * @throws Error that names the context whose value is no address
 */
export function withAddresses(config: Config, context: (name: string) => unknown): Config {
  const { emails, chatWebhookSecret } = config.notify;
  const secret = textOf(CHAT, context) ?? chatWebhookSecret;
  return {
    ...config,
    notify: {
      emails: {
        page: addressesIn(EMAILS.page, context) ?? emails.page,
        ticket: addressesIn(EMAILS.ticket, context) ?? emails.ticket,
        info: addressesIn(EMAILS.info, context) ?? emails.info,
      },
      ...(secret !== undefined && { chatWebhookSecret: secret }),
    },
  };
}

/** Whether nobody hears a page of an environment that keeps its data. */
export const pagesNobody = ({ keepData, notify }: Pick<Config, 'keepData' | 'notify'>): boolean =>
  keepData && notify.emails.page.length === 0 && notify.chatWebhookSecret === undefined;

/** An empty text is a variable of a pipeline that nobody has set. */
function textOf(name: string, context: (name: string) => unknown): string | undefined {
  const given = context(name);
  if (given === undefined || given === '') return undefined;
  if (typeof given !== 'string') throw new Error(`${name}: ${JSON.stringify(given)} is no text`);
  return given;
}

function addressesIn(
  name: string,
  context: (name: string) => unknown,
): readonly string[] | undefined {
  const addresses = textOf(name, context)
    ?.split(',')
    .map((address) => address.trim());
  const wrong = addresses?.find((address) => !ADDRESS.test(address));
  if (wrong !== undefined)
    throw new Error(`${name}: ${JSON.stringify(wrong)} is no e-mail address`);
  return addresses;
}
