import {
  bucketName,
  BUCKETS,
  DATABASES,
  HUMAN_ROLES,
  humanRoleName,
} from '../../lambdas/shared/names';
import type { Examined } from './account';
import { bad, checked, nameOf, ok, statusOf, type Checked, type Finding } from './finding';

/** Names that a first deployment would take, and that somebody may have. */
export const nameFindings = (examined: Examined): Promise<readonly Finding[]> =>
  Promise.all([
    checked('names of buckets', () => buckets(examined)),
    checked('names of roles', () => roles(examined)),
    checked('names of databases', () => databases(examined)),
  ]);

const OURS = 'they belong to the deployed environment';

async function buckets({ clients, place, isDeployed }: Examined): Promise<Checked> {
  if (isDeployed) return ok(OURS);
  const s3 = await clients.s3();
  const states = await Promise.all(
    BUCKETS.map((role) => bucketName(place, role)).map(async (Bucket) => {
      try {
        await s3.headBucket({ Bucket });
        return [`${Bucket} is there, left by an earlier deployment`];
      } catch (error) {
        const status = statusOf(error);
        if (status === 404 || nameOf(error) === 'NotFound') return [];
        if (status === 403 || status === 301) return [`${Bucket} belongs to somebody else`];
        throw error;
      }
    }),
  );
  return clash(
    states.flat(),
    `${BUCKETS.length} names are free`,
    'empty and delete what was left (npx sluice destroy lists the commands), or import it: npx cdk import',
  );
}

async function roles({ clients, place, isDeployed }: Examined): Promise<Checked> {
  if (isDeployed) return ok(OURS);
  const iam = await clients.iam();
  const taken = await Promise.all(
    HUMAN_ROLES.map((role) => humanRoleName(place.env, role)).map((RoleName) =>
      absent('NoSuchEntity', () => iam.getRole({ RoleName }), `${RoleName} is there`),
    ),
  );
  return clash(
    taken.flat(),
    `${HUMAN_ROLES.length} names are free`,
    'roles are global to an account: remove the others, or deploy into an account of its own',
  );
}

async function databases({ clients, isDeployed }: Examined): Promise<Checked> {
  if (isDeployed) return ok(OURS);
  const glue = await clients.glue();
  const taken = await Promise.all(
    DATABASES.map((Name) =>
      absent('EntityNotFound', () => glue.getDatabase({ Name }), `database ${Name} is there`),
    ),
  );
  return clash(
    taken.flat(),
    `${DATABASES.length} names are free`,
    'one environment per account and region: use another region, or another account',
  );
}

async function absent(
  missing: string,
  look: () => Promise<unknown>,
  says: string,
): Promise<readonly string[]> {
  try {
    await look();
    return [says];
  } catch (error) {
    if (nameOf(error).startsWith(missing)) return [];
    throw error;
  }
}

const clash = (taken: readonly string[], fine: string, fix: string): Checked =>
  taken.length === 0 ? ok(fine) : bad(taken.join('; '), fix);
