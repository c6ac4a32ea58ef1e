import { compiledModels } from '../../lib/build/compiled-models';
import { configFor, type Config } from '../../lib/config';
import { PROFILES } from '../../lib/profiles';
import { Failure } from '../failure';
import { ROOT } from '../home';
import { ASSUMED_MONTHS, assumptionsOf, type Assumptions } from './assumptions';
import { DAYS, type Source } from './month';

export interface Asked {
  readonly env: string;
  readonly profile?: string;
  readonly given?: Partial<Assumptions>;
  /** Minutes between runs, in place of the environment's. */
  readonly everyMinutes?: number;
}

/** Everything that a bill is made from: templates as they would be deployed, models, assumptions. */
export async function sourceOf({ env, profile, given = {}, everyMinutes }: Asked): Promise<Source> {
  const asIs = configOf(env, profile);
  const config =
    everyMinutes === undefined ? asIs : { ...asIs, schedule: { ...asIs.schedule, everyMinutes } };
  return {
    config,
    ...(await deploymentOf(config)),
    given: assumptionsOf({ ...given, ...monthsOf(config, given.months) }, config.producers.packed),
  };
}

type Deployment = Pick<Source, 'resources' | 'models'>;
/** By configuration: making templates takes a second, and most bills differ in their assumptions only. */
const made = new Map<string, Deployment>();

async function deploymentOf(config: Config): Promise<Deployment> {
  const key = JSON.stringify(config);
  const known = made.get(key);
  if (known !== undefined) return known;
  // CDK's offline validator takes longer than everything else here, and `npm run synth` runs it.
  process.env.CDK_VALIDATION = 'false';
  const { resourcesOf } = await import('../../lib/build/templates');
  const deployment = {
    resources: resourcesOf(config),
    models: compiledModels(ROOT, config).models,
  };
  made.set(key, deployment);
  return deployment;
}

/** No more history than the configuration keeps. */
function monthsOf({ storage }: Config, asked?: number): Partial<Assumptions> {
  const most = (storage.mostDays ?? Infinity) / DAYS;
  const months = Math.min(asked ?? ASSUMED_MONTHS, most);
  return { months };
}

function configOf(env: string, profile: string | undefined) {
  try {
    return configFor(env, profile);
  } catch (error) {
    throw new Failure(
      'usage',
      error instanceof Error ? error.message : String(error),
      `npx sluice cost --env prod --profile ${PROFILES[0]}`,
    );
  }
}
