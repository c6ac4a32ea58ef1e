import { AwsError } from '../server/errors';

/** 56 digits, as on AWS: `49`, the shard's number in 8, the record's position in 46. */
const PREFIX = '49';

export const sequenceNumber = (shard: number, ordinal: number): string =>
  PREFIX + String(shard).padStart(8, '0') + String(ordinal).padStart(46, '0');

/** @throws AwsError InvalidArgumentException when it is not one of this shard's */
export function ordinalOf(sequence: string, shard: number): number {
  const isOurs =
    /^\d{56}$/.test(sequence) && sequence.startsWith(PREFIX + String(shard).padStart(8, '0'));
  if (!isOurs) {
    throw new AwsError(
      'InvalidArgumentException',
      `"${sequence}" is no sequence number of the shard`,
    );
  }
  return Number(sequence.slice(10));
}
