import type { Call } from '../../../local/access/calls';
import type { Resources } from '../../../local/assembly/resources';
import type { Request } from './evaluate';
import { callsIn } from './fixture';
import { mutantsOf } from './mutants';
import { labelled } from './resolved';

interface Requests {
  readonly calls: readonly Call[];
  readonly mutants: readonly Request[];
}
const made = new Map<string, Requests>();

/** What the policies are asked: made once for the names of an environment, whatever else a template says. */
export function requestsIn(env: string, resources: Resources): Requests {
  const names = `${env} ${JSON.stringify([...labelled(resources)])}`;
  const known = made.get(names);
  if (known) return known;
  const calls = callsIn(env, resources);
  const requests = { calls, mutants: mutantsOf(calls) };
  made.set(names, requests);
  return requests;
}
