import { AwsError } from '../server/errors';

/**
 * First and last byte of a Range header; undefined when there is none, or one of a form that S3 answers in full.
 * @throws AwsError InvalidRange (416) when no byte of the object is in it
 */
export function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const isSuffix = first === '';
  const start = isSuffix ? Math.max(0, size - Number(last)) : Number(first);
  const end = isSuffix || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new AwsError('InvalidRange', `${header} is outside an object of ${size} bytes`, 416);
  }
  return { start, end };
}
