import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { HOURS, SECONDS, shortName, type Month } from './month';
import { at, numberAt } from './properties';

/** GB that each table holds; the configuration table next to nothing. */
const STORED_GB: Readonly<Record<string, number>> = { ledger: 0.2, profile: 1 };
/** Writes and reads of the ledger that one build takes. */
const LEDGER_PER_BUILD = 15;
/** What autoscaling keeps free above the mean. */
const HEADROOM = 1 / 0.7;

/** `AWS::DynamoDB::Table` */
export function tableLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const name = shortName(month, properties.TableName);
  const gb = storedGb(name);
  const recovers =
    at(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true;
  return [
    ...(properties.BillingMode === 'PAY_PER_REQUEST'
      ? [
          charge('dynamodb.write', writesTo(month, name), `${name}: writes`),
          charge('dynamodb.read', writesTo(month, name), `${name}: reads`),
        ]
      : provisioned(month, name, properties)),
    charge('dynamodb.stored', gb, `${name}: stored`),
    charge('dynamodb.recovery', recovers ? gb : 0, `${name}: point-in-time recovery`),
  ];
}

function provisioned(
  month: Month,
  name: string,
  properties: TemplateResource['properties'],
): readonly Line[] {
  const least = (unit: string): number => numberAt(properties, 'ProvisionedThroughput', unit);
  const needed = (writesTo(month, name) / SECONDS) * HEADROOM;
  const units = Math.max(least('WriteCapacityUnits'), needed);
  return [
    charge('dynamodb.writeUnitHour', units * HOURS, `${name}: write units`),
    charge('dynamodb.readUnitHour', least('ReadCapacityUnits') * HOURS, `${name}: read units`),
  ];
}

/** One write for each record whose type keeps a profile; an update answers with the item, so nothing is read. */
function writesTo(month: Month, name: string): number {
  const { config, given, builds, records } = month;
  if (name === 'ledger') return builds * LEDGER_PER_BUILD;
  if (name !== 'profile') return 0;
  return config.watch.profileTypes === 'all'
    ? records
    : month.recordsOf('transactions') * given.bankShare;
}

/** GB of all tables that there are. */
export const tablesGb = (month: Month): number =>
  month.resources
    .filter(({ type }) => type === 'AWS::DynamoDB::Table')
    .reduce((all, { properties }) => all + storedGb(shortName(month, properties.TableName)), 0);

const storedGb = (name: string): number => STORED_GB[name] ?? 0.01;
