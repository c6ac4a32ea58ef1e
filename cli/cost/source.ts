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
  const known = configOf(env, profile);
  const config =
    everyMinutes === undefined
      ? known
      : { ...known, schedule: { ...known.schedule, everyMinutes } };
  // CDK's offline validator takes longer than everything else here, and `npm run synth` runs it.
  process.env.CDK_VALIDATION = 'false';
  const { resourcesOf } = await import('../../lib/build/templates');
  return {
    config,
    resources: resourcesOf(config),
    models: compiledModels(ROOT, config).models,
    given: assumptionsOf({ ...given, ...monthsOf(config, given.months) }, config.producers.packed),
  };
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
