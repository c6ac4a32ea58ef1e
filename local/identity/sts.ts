import { readBody } from '../server/body';
import type { Route } from '../server/dispatch';
import { unsupported } from '../server/errors';
import { replyXml } from '../server/reply';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Operations of the query protocol that are served. */
export const stsOperations: readonly string[] = ['GetCallerIdentity'];

/** STS's query protocol: a form in, XML out. */
export const stsRoute =
  (account: string): Route =>
  async (request, response) => {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const action = form.get('Action') ?? '';
    if (!stsOperations.includes(action)) throw unsupported(`query action ${action}`);
    const identity = {
      Arn: `arn:aws:iam::${account}:user/laptop`,
      UserId: 'laptop',
      Account: account,
    };
    const result = {
      GetCallerIdentityResult: identity,
      ResponseMetadata: { RequestId: crypto.randomUUID() },
    };
    replyXml(response, 'GetCallerIdentityResponse', result, NAMESPACE);
  };
