/**
 * Address of the webhook: the secret's text, or its member `url`.
 * @throws Error when it is no address with TLS; its text is a secret and not in the message
 */
export function addressOf(secret: string): URL {
  const text = secret.trimStart().startsWith('{') ? memberOf(secret) : secret.trim();
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address?.protocol !== 'https:') {
    throw new Error('the chat secret holds no https address: put the webhook there, or {"url": …}');
  }
  return address;
}

function memberOf(secret: string): string {
  try {
    const value: unknown = JSON.parse(secret);
    const isMember = typeof value === 'object' && value !== null && 'url' in value;
    return isMember && typeof value.url === 'string' ? value.url : '';
  } catch {
    return ''; // the caller says what is wrong, without quoting it
  }
}

/** Longer than any chat takes, shorter than the function may. */
const PATIENCE_MS = 5_000;

/**
 * Posts a text as Slack, Mattermost, Teams and Google Chat take it.
 * @throws Error with the status; SNS then tries again, and leaves the notice in the queue in the end
 */
export async function post(address: URL, text: string, send: typeof fetch = fetch): Promise<void> {
  const { ok, status } = await send(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!ok) throw new Error(`the chat answered ${status}`);
}
