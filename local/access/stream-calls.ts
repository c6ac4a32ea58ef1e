import { asPrincipal, note } from './caller';
import type { Calls } from './calls';

/** What Lambda's pollers and Firehose call to follow a stream, with the role they were given. */
const READS = [
  'DescribeStream',
  'DescribeStreamSummary',
  'ListShards',
  'GetShardIterator',
  'GetRecords',
];

export const noteReading = (calls: Calls | undefined, role: string, streamArn: string): void =>
  asPrincipal(calls, role, () => {
    for (const action of READS) note(`kinesis:${action}`, streamArn);
  });
