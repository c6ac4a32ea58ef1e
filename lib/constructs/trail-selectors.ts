import type { Stack } from 'aws-cdk-lib';
import type * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { configurationTableName, DELIVERY_ERROR_PREFIX } from '../../lambdas/shared/names';

type Selector = cloudtrail.CfnTrail.AdvancedEventSelectorProperty;
type Field = cloudtrail.CfnTrail.AdvancedFieldSelectorProperty;

export interface RecordedBuckets {
  readonly lake: s3.IBucket;
  readonly landing: s3.IBucket;
  readonly archive: s3.IBucket;
}

const WRITES: Field = { field: 'readOnly', equalTo: ['false'] };
const READS: Field = { field: 'readOnly', equalTo: ['true'] };

/**
 * What the trail records: everything that changes the account, every touch of clear values, writes to the lake, and
 * writes of settings, whose limits decide which transactions are told of. Reads of the rest would be millions.
 */
export const trailSelectors = (
  stack: Stack,
  env: string,
  { lake, landing, archive }: RecordedBuckets,
): Selector[] => [
  {
    name: 'management events',
    fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }],
  },
  objects('records as sent', [landing.arnForObjects(''), archive.arnForObjects('')]),
  objects('writes to the lake', [lake.arnForObjects('')], WRITES),
  objects('looks at failed deliveries', [lake.arnForObjects(DELIVERY_ERROR_PREFIX)], READS),
  data('writes of settings', 'AWS::DynamoDB::Table', [
    {
      field: 'resources.ARN',
      equalTo: [
        stack.formatArn({
          service: 'dynamodb',
          resource: 'table',
          resourceName: configurationTableName(env),
        }),
      ],
    },
    WRITES,
  ]),
];

const objects = (name: string, below: string[], ...more: readonly Field[]): Selector =>
  data(name, 'AWS::S3::Object', [{ field: 'resources.ARN', startsWith: below }, ...more]);

const data = (name: string, type: string, fields: readonly Field[]): Selector => ({
  name,
  fieldSelectors: [
    { field: 'eventCategory', equalTo: ['Data'] },
    { field: 'resources.type', equalTo: [type] },
    ...fields,
  ],
});
