import {
  at,
  listOf,
  ofType,
  text,
  type Resource,
  type Templates,
  type Value,
  word,
} from '../templates';
import type { Check, Checks } from './check';
import { plain, statementLine } from './compare';
import { statementsFor } from './role-policies';

/** Functions that stay out of the network, and why. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'settle-network': 'it makes the network usable',
  'notify-chat': 'chat services are on the internet',
};
/** Endpoint of a service by what its actions begin with. */
const ENDPOINT: Readonly<Record<string, string>> = { cloudwatch: 'monitoring' };
/** Said for others: Lambda reads streams, leaves failed events and sends logs and traces for a function. */
const BY_LAMBDA = new Set(['logs', 'xray', 'ec2', 'sqs', 'kinesis', 'secretsmanager']);
const DATA_ACTIONS =
  's3:AbortMultipartUpload s3:DeleteObject s3:DeleteObjectVersion s3:GetObject s3:GetObjectVersion s3:ListBucket s3:ListBucketVersions s3:PutObject s3:RestoreObject';

const isOn = ({ config }: Templates): boolean => config.network !== 'off';
const functionsOf = (lake: Templates): readonly Resource[] => ofType(lake, 'AWS::Lambda::Function');
const entryOf = ({ env }: Templates, { Properties }: Resource): string =>
  word(Properties.FunctionName).replace(`sluice-${env}-`, '');
const isInside = (lake: Templates, one: Resource): boolean => !(entryOf(lake, one) in OUTSIDE);

function roleOf(lake: Templates, { stack, Properties }: Resource): Resource {
  const id = word(at(Properties.Role, 'Fn::GetAtt', 0));
  const role = lake.all.find((one) => one.stack === stack && one.id === id);
  if (role === undefined) throw new Error(`no role ${id} in ${stack}`);
  return role;
}
const isTagged = ({ Properties }: Resource): boolean =>
  listOf(Properties.Tags).some(
    (tag) => at(tag, 'Key') === 'NetworkPath' && at(tag, 'Value') === 'outside',
  );
const actionsOf = (lake: Templates, role: Resource): readonly string[] =>
  statementsFor(lake, role)
    .filter((statement) => at(statement, 'Effect') === 'Allow')
    .flatMap((statement) => listOf(at(statement, 'Action')).map(word));

/** Roles that call S3 themselves from elsewhere: services' own machines, people and sources. */
function worksOutside(lake: Templates, role: Resource): boolean {
  const trusted = text(role.Properties.AssumeRolePolicyDocument);
  if (/"(firehose|glue|redshift|s3|lakeformation)[\w.-]*amazonaws\.com/.test(trusted)) return true;
  if (/"AWS":/.test(trusted)) return true;
  return ofType(lake, 'AWS::Lambda::EventSourceMapping').some(({ stack, Properties }) => {
    const target = lake.all.find(
      (one) => one.stack === stack && one.id === word(at(Properties.FunctionName, 'Ref')),
    );
    return target !== undefined && roleOf(lake, target).id === role.id && stack === role.stack;
  });
}

const check =
  (on: Check, off: Check = () => []): Check =>
  (lake) =>
    isOn(lake) ? on(lake) : off(lake);

export const perimeterChecks: Checks = {
  'every function is in the network, but for two that cannot be': check(
    (lake) =>
      functionsOf(lake).flatMap((one) => {
        const config = one.Properties.VpcConfig;
        if (!isInside(lake, one)) {
          return config === undefined ? [] : [`${one.id} cannot work in the network`];
        }
        const groups = listOf(at(config, 'SecurityGroupIds')).map((group) => text(group));
        const subnets = listOf(at(config, 'SubnetIds')).length;
        const zones = lake.config.network === 'off' ? 0 : lake.config.network.zones;
        return groups.length === 1 && /Functions/.test(groups[0] ?? '') && subnets === zones
          ? []
          : [`${one.id} is not in the network: ${text(config)}`];
      }),
    (lake) =>
      functionsOf(lake)
        .filter(({ Properties }) => Properties.VpcConfig !== undefined)
        .map(({ id }) => `${id} is in a network that is off`),
  ),

  'Lambda may make interfaces for a function, the code of a function may not': check((lake) =>
    functionsOf(lake)
      .filter((one) => isInside(lake, one))
      .flatMap((one) => {
        const lines = statementsFor(lake, roleOf(lake, one)).map(statementLine);
        const about = lines.filter((line) => line.includes('ec2:CreateNetworkInterface'));
        const denied = `ArnLike(lambda:SourceFunctionArn: arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:sluice-${lake.env}-*)`;
        return about.length === 2 &&
          about.some((line) => line.startsWith('Deny') && line.endsWith(denied))
          ? []
          : [`${one.id} joins by ${about.join(' and ')}`];
      }),
  ),

  'each service that a function calls has an endpoint, and no other has': check((lake) => {
    const called = functionsOf(lake)
      .filter((one) => isInside(lake, one))
      .flatMap((one) => actionsOf(lake, roleOf(lake, one)))
      .map((action) => action.replace(/:.*/, ''))
      .filter((service) => !BY_LAMBDA.has(service))
      .map((service) => ENDPOINT[service] ?? service);
    const reached = ofType(lake, 'AWS::EC2::VPCEndpoint').map(({ Properties }) =>
      word(plain(Properties.ServiceName)).replace(/^.*}\./, ''),
    );
    return [
      ...[...new Set(called)]
        .filter((one) => !reached.includes(one))
        .map((one) => `${one} is called, and not reached`),
      ...reached
        .filter((one) => !called.includes(one))
        .map((one) => `${one} is reached, and not called`),
    ];
  }),

  'what functions do with objects and items passes the gateways': check((lake) => {
    const passed = ofType(lake, 'AWS::EC2::VPCEndpoint')
      .filter(({ Properties }) => Properties.VpcEndpointType === 'Gateway')
      .flatMap(({ Properties }) => listOf(at(Properties.PolicyDocument, 'Statement')))
      .flatMap((statement) => listOf(at(statement, 'Action')).map(word));
    const done = functionsOf(lake)
      .filter((one) => isInside(lake, one))
      .flatMap((one) => actionsOf(lake, roleOf(lake, one)))
      .filter((action) => /^(s3|dynamodb):/.test(action));
    return [...new Set(done)]
      .filter((action) => !passed.includes(action))
      .map((action) => `${action} does not pass`);
  }),

  'objects are refused to calls from outside the network, unless AWS makes them': check(
    (lake) => {
      const policies = ofType(lake, 'AWS::S3::BucketPolicy');
      const buckets = ofType(lake, 'AWS::S3::Bucket');
      return buckets.flatMap(({ id }) => {
        const policy = policies.find(({ Properties }) =>
          text(Properties.Bucket).includes(`"${id}"`),
        );
        const lines = listOf(at(policy?.Properties.PolicyDocument, 'Statement')).map(statementLine);
        const [line = '', ...more] = lines.filter((one) => one.includes('SourceVpce'));
        const wanted = `Deny | AWS=* | ${DATA_ACTIONS} | \${${id}.Arn} \${${id}.Arn}/* | BoolIfExists(aws:PrincipalIsAWSService: false) & BoolIfExists(aws:ViaAWSService: false) & StringNotEqualsIfExists(aws:PrincipalTag/NetworkPath: outside) & StringNotEqualsIfExists(aws:SourceVpce: \${ENDPOINT})`;
        const given = line.replace(/\$\{reference\w*EndpointsStorage\w*\}/, '${ENDPOINT}');
        return given === wanted && more.length === 0 ? [] : [`${id} refuses by ${line}`];
      });
    },
    (lake) =>
      ofType(lake, 'AWS::S3::BucketPolicy')
        .filter(({ Properties }) => text(Properties.PolicyDocument).includes('SourceVpc'))
        .map(({ id }) => `${id} waits for a network that is off`),
  ),

  'roles that work outside say so, and no other': (lake) => {
    const roles = ofType(lake, 'AWS::IAM::Role');
    const tagged = roles.filter(isTagged);
    const callers = roles.filter((role) => worksOutside(lake, role) && usesObjects(lake, role));
    return [
      ...(tagged.length < 3 ? [`only ${tagged.length} roles work outside`] : []),
      ...callers
        .filter((role) => !isTagged(role))
        .map(({ id }) => `${id} works outside and does not say so`),
      ...tagged
        .filter((role) => !worksOutside(lake, role))
        .map(({ id }) => `${id} does not work outside`),
    ];
  },
};

const usesObjects = (lake: Templates, role: Resource): boolean =>
  statementsFor(lake, role).some(
    (statement: Value) =>
      at(statement, 'Effect') === 'Allow' &&
      listOf(at(statement, 'Action'))
        .map(word)
        .some((action) => action.startsWith('s3:')) &&
      !text(at(statement, 'Condition')).includes('aws:CalledVia'),
  );
