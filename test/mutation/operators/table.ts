import { at, listOf, word, type Value } from '../../infra/templates';
import { flip, times, to, type Setting } from './setting';

const withoutLast = (columns: Value): Value => listOf(columns).slice(0, -1);
const firstAsBinary = (columns: Value): Value =>
  listOf(columns).map((column, index) =>
    index === 0 ? { Name: word(at(column, 'Name')), Type: 'binary' } : column,
  );

export const tableSettings: readonly Setting[] = [
  { kind: 'table', property: 'BytesScannedCutoffPerQuery', changes: ['drop', times(1000)] },
  { kind: 'table', property: 'EnforceWorkGroupConfiguration', changes: [flip] },
  { kind: 'table', property: 'OutputLocation', changes: [to('s3://elsewhere/')] },
  { kind: 'table', property: 'PublishCloudWatchMetricsEnabled', changes: [flip] },
  {
    kind: 'table',
    property: 'Location',
    changes: [to('s3://elsewhere/')],
    type: 'AWS::Glue::Table',
  },
  {
    kind: 'table',
    property: 'SerializationLibrary',
    changes: [to('org.openx.data.jsonserde.JsonSerDe')],
  },
  { kind: 'table', property: 'PartitionKeys', changes: ['drop'] },
  {
    kind: 'table',
    property: 'KeySchema',
    changes: [to([{ AttributeName: 'pk', KeyType: 'HASH' }])],
    where: (value) => Array.isArray(value) && value.length > 1,
  },
  {
    kind: 'table',
    type: 'AWS::Glue::Table',
    property: 'Columns',
    changes: ['drop', withoutLast, firstAsBinary],
  },
  { kind: 'table', type: 'AWS::Glue::Table', property: 'DatabaseName', changes: [to('gold')] },
  { kind: 'table', type: 'AWS::Glue::Table', property: 'Parameters', changes: ['drop'] },
  { kind: 'table', type: 'AWS::DynamoDB::Table', property: 'BillingMode', changes: ['drop'] },
  { kind: 'table', property: 'AttributeName', changes: [to('other')] },
];
