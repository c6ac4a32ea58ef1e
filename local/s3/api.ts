import { noteMissing, noteS3 } from '../access/s3-calls';
import { AwsError } from '../server/errors';
import type { Route } from '../server/dispatch';
import { headerText, operationName, parseTarget, type S3Call, type S3Operation } from './call';
import type { FileStore } from './file-store';
import { listingOperations } from './listing';
import { multipartOperations } from './multipart';
import { objectOperations } from './objects';
import type { Uploads } from './uploads';

export const s3Operations: Readonly<Record<string, S3Operation>> = {
  ...objectOperations,
  ...listingOperations,
  ...multipartOperations,
};

/** S3's REST protocol over the objects of the store. */
export const s3Route =
  (store: FileStore, uploads: Uploads, account: string): Route =>
  async (request, response) => {
    const call: S3Call = {
      request,
      response,
      ...parseTarget(request.url ?? '/'),
      store,
      uploads,
    };
    const name = operationName(call);
    const operation = Object.hasOwn(s3Operations, name) ? s3Operations[name] : undefined;
    if (!operation) {
      throw new AwsError('NotImplemented', `the laptop runtime does not serve s3 ${name}`, 501);
    }
    refuseOtherOwner(call, account);
    noteS3(name, call);
    try {
      await operation(call);
    } catch (error) {
      if (error instanceof AwsError && error.code === 'NoSuchKey') noteMissing(call);
      throw error;
    }
  };

/** A call may say whose the bucket must be: all of ours are the account's. */
function refuseOtherOwner({ request }: S3Call, account: string): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const owner = headerText(request, name);
    if (owner !== undefined && owner !== account) {
      throw new AwsError('AccessDenied', `the bucket is not of account ${owner}`, 403);
    }
  }
}
