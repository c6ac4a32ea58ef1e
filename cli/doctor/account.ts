import { rootStackName, type Place } from '../../lambdas/shared/names';
import type { Config } from '../../lib/config';
import type { Clients } from '../clients';
import { bootstrap } from './bootstrap';
import { bad, checked, nameOf, ok, warn, type Checked, type Finding } from './finding';
import { keyFindings, lakeFormation } from './guards';
import { nameFindings } from './names';
import { nodeVersion } from './node';
import { quotaFindings } from './quotas';
import { whoIsTold } from './told';

/** What the checks look at; all by public AWS calls that change nothing. */
export interface Examined {
  readonly clients: Clients;
  readonly place: Place;
  readonly config: Config;
  /** The environment stands there already: its names and keys are ours. */
  readonly isDeployed: boolean;
}

/** Whether the environment can be deployed into the account, or stands well in it. */
export async function accountFindings(
  clients: Clients,
  place: Place,
  config: Config,
): Promise<readonly Finding[]> {
  const stack = await stackStatus(clients, rootStackName(place.env));
  const examined: Examined = { clients, place, config, isDeployed: stack !== undefined };
  return (
    await Promise.all([
      checked('node', () => nodeVersion(process.versions.node)),
      checked('credentials', () => ok(`account ${place.account}, region ${place.region}`)),
      checked('bootstrap', () => bootstrap(examined)),
      checked('stack', () => stackState(rootStackName(place.env), stack)),
      quotaFindings(examined),
      nameFindings(examined),
      checked('Lake Formation', () => lakeFormation(examined)),
      keyFindings(examined),
      checked('people to page', () => whoIsTold(examined)),
    ])
  ).flat();
}

/** Undefined where there is no such stack. */
async function stackStatus(clients: Clients, StackName: string): Promise<string | undefined> {
  const formation = await clients.cloudFormation();
  try {
    const { Stacks = [] } = await formation.describeStacks({ StackName });
    return Stacks[0]?.StackStatus;
  } catch (error) {
    if (nameOf(error) === 'ValidationError') return undefined;
    throw error;
  }
}

function stackState(name: string, status: string | undefined): Checked {
  if (status === undefined) return ok(`${name} is not deployed yet`);
  if (status.endsWith('_IN_PROGRESS')) {
    return warn(`${name} is ${status}`, 'wait until the deployment that goes on has ended');
  }
  if (status.startsWith('ROLLBACK') || status.endsWith('FAILED')) {
    return bad(
      `${name} is ${status}`,
      status === 'ROLLBACK_COMPLETE'
        ? `nothing was made: aws cloudformation delete-stack --stack-name ${name}, then deploy again`
        : `see why: aws cloudformation describe-stack-events --stack-name ${name}; then aws cloudformation continue-update-rollback --stack-name ${name}`,
    );
  }
  return ok(`${name} is ${status}`);
}
