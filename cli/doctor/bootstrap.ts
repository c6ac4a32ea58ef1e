import { boundaryName } from '../../lib/delivery/boundary-name';
import type { Examined } from './account';
import { bad, nameOf, ok, warn, type Checked } from './finding';

/** The version that the templates' own rule asks for. */
const BOOTSTRAP_VERSION = 6;
const TOOLKIT = 'CDKToolkit';
const QUALIFIER = 'hnb659fds';

/** Whether the account is ready for the CDK, and whether CloudFormation's role there has a ceiling. */
export async function bootstrap(examined: Examined): Promise<Checked> {
  const { clients, place } = examined;
  const formation = await clients.cloudFormation();
  try {
    const { Stacks = [] } = await formation.describeStacks({ StackName: TOOLKIT });
    const outputs = Stacks[0]?.Outputs ?? [];
    const version = outputs.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue;
    if (Number(version) >= BOOTSTRAP_VERSION) return await ceiling(examined, version ?? '');
    return bad(
      `version ${version ?? 'unknown'}, ${BOOTSTRAP_VERSION} is needed`,
      commands(examined),
    );
  } catch (error) {
    if (nameOf(error) !== 'ValidationError') throw error;
    return bad(`${place.account} in ${place.region} was never bootstrapped`, commands(examined));
  }
}

async function ceiling(examined: Examined, version: string): Promise<Checked> {
  const { clients, place } = examined;
  const iam = await clients.iam();
  const RoleName = `cdk-${QUALIFIER}-cfn-exec-role-${place.account}-${place.region}`;
  const { Role } = await iam.getRole({ RoleName });
  const bound = Role?.PermissionsBoundary?.PermissionsBoundaryArn?.split('/').at(-1);
  const ours = boundaryName(place.env);
  if (bound === ours) return ok(`version ${version}, CloudFormation is bounded by ${ours}`);
  if (bound === undefined) {
    return warn(`version ${version}, but CloudFormation may do anything there`, commands(examined));
  }
  return bad(
    `CloudFormation is bounded by ${bound}, not ${ours}: resources would be refused`,
    commands(examined),
  );
}

/** As in CONTRIBUTING: a bare `cdk bootstrap` gives CloudFormation AdministratorAccess. */
const commands = ({ place: { env, account, region } }: Examined): string =>
  [
    `npm run delivery -- --context env=${env} --context repository=<owner>/<name>`,
    `npx cdk bootstrap aws://${account}/${region} --context env=${env} --custom-permissions-boundary ${boundaryName(env)} ` +
      `--cloudformation-execution-policies arn:aws:iam::${account}:policy/${boundaryName(env)}`,
  ].join(' && ');
