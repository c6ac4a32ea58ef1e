import { AwsError } from '../server/errors';

export const preconditionFailed = (why: string): AwsError =>
  new AwsError('PreconditionFailed', `a precondition did not hold: ${why}`, 412);
export const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', `The specified key does not exist: "${key}"`, 404);
