import { note } from '../access/caller';
import type { RuntimeContext } from '../server/service';
import { called, textOf, unlessAborted } from './calls';
import { StateFailure } from './failure';
import type { Integration } from './integration';
import { isObject } from './json';
import type { Json } from './json';

/** `lambda:invoke`: waits for the answer. A running function cannot be stopped, as on AWS. */
export const lambdaInvoke = (ctx: RuntimeContext): Integration => ({
  resourceType: 'lambda',
  resource: 'invoke',
  required: ['FunctionName'],
  optional: ['Payload'],
  async run(args, { signal }) {
    const name = textOf(args, 'FunctionName');
    note('lambda:InvokeFunction', name);
    const invocation = called('Lambda', () => ctx.invoke(name, args['Payload'] ?? {}));
    const { payload, functionError } = await unlessAborted(invocation, signal);
    if (functionError !== undefined) throw functionFailure(payload);
    return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
  },
});

/** The error's name is the handler's own; the cause is all that the handler's runtime said. */
function functionFailure(payload: Json): StateFailure {
  const type = isObject(payload) ? payload['errorType'] : undefined;
  return new StateFailure(typeof type === 'string' ? type : 'Error', JSON.stringify(payload));
}
