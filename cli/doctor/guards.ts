import { keyAlias } from '../../lambdas/shared/names';
import type { Examined } from './account';
import { bad, checked, nameOf, ok, warn, type Checked, type Finding } from './finding';

/** Who may do all with a new table where Lake Formation leaves the say to IAM. */
const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS';

/** Lake Formation that is on already takes the tables out of IAM's hands, and deliveries fail without grants. */
export async function lakeFormation({ clients, config }: Examined): Promise<Checked> {
  const formation = await clients.lakeFormation();
  const { DataLakeSettings } = await formation.getDataLakeSettings({});
  const isOpen = (DataLakeSettings?.CreateTableDefaultPermissions ?? []).some(
    ({ Principal }) => Principal?.DataLakePrincipalIdentifier === EVERYBODY,
  );
  const { lakeFormation: wanted } = config.access;
  if (isOpen && !wanted) return ok('leaves tables to IAM');
  if (!isOpen && wanted) return ok('is on, and the environment makes its grants');
  if (isOpen) {
    return warn(
      'the environment makes grants, but new tables are open to IAM',
      'take the default permissions of IAMAllowedPrincipals away in the settings of Lake Formation',
    );
  }
  return bad(
    'is on in this account: tables would be closed to the lake’s own roles',
    'set access.lakeFormation in lib/config.ts to true: the stacks then make the grants',
  );
}

const KEYS = ['data', 'sensitive', 'hmac'] as const;

/** A policy that the deploying role cannot read locks the next deployment out. */
export async function keyFindings({ clients, place, isDeployed }: Examined) {
  return Promise.all(
    KEYS.map((name): Promise<Finding> =>
      checked(`key ${name}`, async () => {
        if (!isDeployed) return ok('is made by the first deployment');
        const kms = await clients.kms();
        const KeyId = keyAlias(place.env, name);
        try {
          const { KeyMetadata } = await kms.describeKey({ KeyId });
          const id = KeyMetadata?.KeyId ?? '';
          if (KeyMetadata?.KeyState === 'PendingDeletion') {
            return bad(
              `${KeyId} will be deleted at ${KeyMetadata.DeletionDate?.toISOString() ?? '?'}`,
              `aws kms cancel-key-deletion --key-id ${id}, then aws kms enable-key --key-id ${id}`,
            );
          }
          await kms.getKeyPolicy({ KeyId: id });
          return ok(`${KeyId} is ${KeyMetadata?.KeyState ?? 'there'}, its policy can be read`);
        } catch (error) {
          if (!nameOf(error).startsWith('NotFound')) throw error;
          return bad(`${KeyId} is not there`, 'deploy again: npx cdk deploy');
        }
      }),
    ),
  );
}
