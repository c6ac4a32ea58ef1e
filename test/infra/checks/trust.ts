import { policiesOf, type Statement } from '../access/policies';
import { ACCOUNT, REGION, labelOf, resolvedOf } from '../access/resolved';
import type { Checks } from './check';

/** What each service says of itself when it takes a role; Lambda and the trail's log role have nothing to say. */
const SERVICES: Readonly<Record<string, string | undefined>> = {
  'lambda.amazonaws.com': undefined,
  'cloudtrail.amazonaws.com': undefined,
  'firehose.amazonaws.com': 'sts:ExternalId',
};
/** Services that name what they act for, and what ours is called. */
const SOURCES: Readonly<Record<string, RegExp>> = {
  'states.amazonaws.com': new RegExp(`^arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:sluice-`),
  'scheduler.amazonaws.com': new RegExp(
    `^arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/default$`,
  ),
};
const SESSION_SECONDS: Readonly<Record<string, number>> = { repair: 3600, eraser: 3600 };
const LONGEST_SESSION = 8 * 3600;

const isService = (name: string): boolean => name.endsWith('.amazonaws.com');

function serviceFindings(role: string, { principals, conditions }: Statement): readonly string[] {
  return principals.filter(isService).flatMap((service) => {
    const key = service in SERVICES ? SERVICES[service] : 'aws:SourceAccount';
    const equals = conditions.StringEquals ?? {};
    const source = SOURCES[service];
    const named = conditions.ArnLike?.['aws:SourceArn'] ?? [];
    return [
      ...(key !== undefined && equals[key]?.join() !== ACCOUNT
        ? [`${role} is lent to ${service} without ${key}`]
        : []),
      ...(source && !(named.length === 1 && named.every((one) => source.test(one)))
        ? [`${role} is lent to ${service} for ${named.join() || 'any source'}`]
        : []),
    ];
  });
}

export const trustChecks: Checks = {
  'a role is lent to a service for this account and our resource only': (lake) => {
    const resources = resolvedOf(lake);
    const { trust } = policiesOf(resources);
    const findings = resources
      .ofType('AWS::IAM::Role')
      .flatMap((role) =>
        (trust.get(role.arn) ?? []).flatMap((one) => serviceFindings(labelOf(role), one)),
      );
    return trust.size < 20 ? [`only ${trust.size} roles`] : findings;
  },

  'people show a second factor of the last hour, and stay as long as their work takes': (lake) => {
    const resources = resolvedOf(lake);
    const { trust } = policiesOf(resources);
    const { peopleFrom } = lake.config.access;
    const wanted = peopleFrom.length > 0 ? peopleFrom : [`arn:aws:iam::${ACCOUNT}:root`];
    const people = resources
      .ofType('AWS::IAM::Role')
      .filter((role) => labelOf(role).startsWith('Access/People'));
    const findings = people.flatMap((role) => {
      const [statement, ...more] = trust.get(role.arn) ?? [];
      const { conditions = {}, principals = [] } = statement ?? {};
      const seconds = Number(role.properties.MaxSessionDuration);
      const name = labelOf(role).replace('Access/People', '');
      return [
        more.length > 0 && 'has more than one way in',
        conditions.Bool?.['aws:MultiFactorAuthPresent']?.join() !== 'true' && 'asks for no MFA',
        conditions.NumericLessThan?.['aws:MultiFactorAuthAge']?.join() !== '3600' &&
          'takes old MFA',
        principals.join() !== wanted.join() && `trusts ${principals.join()}`,
        seconds !== (SESSION_SECONDS[name] ?? LONGEST_SESSION) && `stays ${seconds} s`,
      ]
        .filter((finding) => finding !== false)
        .map((finding) => `${role.logicalId} ${finding}`);
    });
    return people.length === 6 ? findings : [`${people.length} roles of people`];
  },

  'a source system comes from its own account': (lake) => {
    const resources = resolvedOf(lake);
    const { trust } = policiesOf(resources);
    return lake.config.access.producers.flatMap(({ source, account = ACCOUNT }) => {
      const role = resources.byName('AWS::IAM::Role', `sluice-${lake.env}-producer-${source}`);
      const principals = (trust.get(role?.arn ?? '') ?? []).flatMap((one) => one.principals);
      const wanted = `arn:aws:iam::${account}:root`;
      return principals.join() === wanted ? [] : [`producer ${source} trusts ${principals.join()}`];
    });
  },

  'a function is called by a service for a resource of ours only': (lake) => {
    const permissions = resolvedOf(lake).ofType('AWS::Lambda::Permission');
    const open = permissions.filter(
      ({ properties: { SourceArn } }) =>
        typeof SourceArn !== 'string' ||
        !SourceArn.includes(`:${ACCOUNT}:`) ||
        SourceArn.includes('*'),
    );
    return permissions.length < 3
      ? [`only ${permissions.length} permissions`]
      : open.map(({ logicalId }) => `${logicalId} lets any source call`);
  },
};
