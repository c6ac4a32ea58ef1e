import type { Templates } from '../templates';
import { policiesOf } from './policies';
import { labelOf, resolvedOf } from './resolved';

const BEGIN = '<!-- rights of people: generated -->';
const END = '<!-- end -->';

/** The page with the rights of people, as the policies have them. */
export function pageWith(page: string, lake: Templates): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.slice(rest.indexOf(END));
  return `${before}${BEGIN}\n\n${rightsTable(lake)}\n\n${after}`;
}

function rightsTable(lake: Templates): string {
  const resources = resolvedOf(lake);
  const { identity } = policiesOf(resources);
  const rows = resources
    .ofType('AWS::IAM::Role')
    .filter((role) => labelOf(role).startsWith('Access/People'))
    .map((role) => {
      const hours = Number(role.properties.MaxSessionDuration) / 3600;
      const actions = (identity.get(role.arn) ?? []).flatMap((one) => one.actions);
      return `| ${role.name.replace(`sluice-${lake.env}-`, '')} | ${hours} h | ${byService(actions)} |`;
    });
  return ['| Role | Session | Actions |', '| --- | --- | --- |', ...rows].join('\n');
}

/** `s3: GetObject, ListBucket; states: …`. */
function byService(actions: readonly string[]): string {
  const services = new Map<string, Set<string>>();
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':');
    services.set(service, (services.get(service) ?? new Set()).add(name));
  }
  return [...services]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, names]) => `**${service}** ${[...names].sort().join(', ')}`)
    .join('; ');
}
