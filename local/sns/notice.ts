import { AwsError } from '../server/errors';
import { membersOf } from './form';

/** What is published: kept as a line, to be looked at. */
export interface Notice {
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** SNS's limit for a message and for a batch of them. */
export const MOST_BYTES = 262_144;
/** SNS guide, "Publish": ASCII, no line breaks, less than 100 characters. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,98}$/;

/** @throws AwsError InvalidParameter, as SNS says it */
export function noticeOf(form: URLSearchParams): Notice {
  const message = form.get('Message') ?? '';
  const subject = form.get('Subject') ?? undefined;
  if (message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) > MOST_BYTES) throw invalid('Message too long');
  if (subject !== undefined && !SUBJECT.test(subject)) throw invalid('Subject');
  const attributes = membersOf(form, 'MessageAttributes.entry').map((entry) => {
    const type = entry.get('Value.DataType');
    if (type !== 'String')
      throw invalid(`MessageAttributes: type ${type ?? ''} is not served here`);
    return [entry.get('Name') ?? '', entry.get('Value.StringValue') ?? ''] as const;
  });
  return { subject, message, attributes: Object.fromEntries(attributes) };
}

export const invalid = (what: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: ${what}`);
