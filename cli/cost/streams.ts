import { charge, type Line } from './line';
import { GB, HOURS, contractOfStream, shortName, type Month } from './month';
import { UNIT_BYTES } from './assumptions';
import { at, listAt, numberAt } from './properties';
import type { TemplateResource } from '../../lib/build/templates';

const LONG = 24;

/** `AWS::Kinesis::Stream` */
export function streamLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const contract = contractOfStream(month, properties.Name);
  const puts = month.recordsOf(contract) * month.putsPerRecord;
  const bytes = month.given.recordBytes * month.given.packed;
  const mode = at(properties, 'StreamModeDetails', 'StreamMode');
  if (mode === 'ON_DEMAND') return onDemand(contract, puts, bytes);
  const shards = Math.max(numberAt(properties, 'ShardCount'), month.shardsOf(contract));
  const hours = shards * HOURS;
  const kept = numberAt(properties, 'RetentionPeriodHours') > LONG ? hours : 0;
  const metrics = listAt(properties, 'DesiredShardLevelMetrics').length;
  return [
    charge('kinesis.shardHour', hours, `${contract}: ${shards} shards`),
    charge('kinesis.extendedShardHour', kept, `${contract}: kept longer than a day`),
    charge('kinesis.put', puts * Math.ceil(bytes / UNIT_BYTES), `${contract}: puts`),
    charge('cloudwatch.metric', metrics * shards, `${contract}: metrics of its shards`),
  ];
}

/** Standard readers, each of which pays for what it reads. */
const READERS = 3;

function onDemand(contract: string, puts: number, bytes: number): readonly Line[] {
  const gb = (puts * Math.ceil(bytes / 1024) * 1024) / GB;
  return [
    charge('kinesis.onDemandHour', HOURS, `${contract}: on demand`),
    charge('kinesis.onDemandIn', gb, `${contract}: written`),
    charge('kinesis.onDemandOut', gb * READERS, `${contract}: read by ${READERS} readers`),
  ];
}

const STEP = 5 * 1024;

/**
 * Bytes that Firehose bills for a record: its Kinesis record rounded up to 5 KB, shared by those packed in it.
 * That a packed record counts once is what its page says of records; AWS does not say it of KPL by name.
 */
export const billedBytes = (recordBytes: number, packed: number): number =>
  (Math.ceil((recordBytes * packed) / STEP) * STEP) / packed;

/** `AWS::KinesisFirehose::DeliveryStream` */
export function deliveryLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const contract = shortName(month, properties.DeliveryStreamName).replace(/-delivery$/, '');
  const { recordBytes, packed } = month.given;
  const records = month.recordsOf(contract);
  const gb = (records * billedBytes(recordBytes, packed)) / GB;
  const share = month.records === 0 ? 0 : records / month.records;
  const destination = properties.ExtendedS3DestinationConfiguration;
  const has = (part: string): boolean => JSON.stringify(destination ?? {}).includes(`"${part}":{"`);
  return [
    charge('firehose.ingested', gb, `${contract}: ingested`),
    charge(
      'firehose.converted',
      has('DataFormatConversionConfiguration') ? gb : 0,
      `${contract}: to Parquet`,
    ),
    ...(has('DynamicPartitioningConfiguration')
      ? [
          charge(
            'firehose.partitioned',
            month.grownGb('bronze') * share,
            `${contract}: by partition`,
          ),
          charge('firehose.objects', month.delivered * share, `${contract}: objects`),
        ]
      : []),
  ];
}
