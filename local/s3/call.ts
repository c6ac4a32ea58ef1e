import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../server/errors';
import type { FileStore } from './file-store';
import type { Uploads } from './uploads';

/** One request to S3, taken apart. */
export interface S3Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bucket: string;
  /** Empty for calls on a bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly store: FileStore;
  readonly uploads: Uploads;
}
export type S3Operation = (call: S3Call) => Promise<void>;

/** Path style only: with an IP address as endpoint, clients choose it themselves. */
export function parseTarget(url: string): { bucket: string; key: string; query: URLSearchParams } {
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/?([^/]*)\/?(.*)$/s.exec(decoded(path)) ?? [];
  return { bucket, key, query: new URLSearchParams(search) };
}

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw new AwsError('InvalidURI', `the path "${path}" is not URL-encoded`, 400, {}, { cause });
  }
};

const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  service: { GET: 'ListBuckets' },
  bucket: { PUT: 'CreateBucket', HEAD: 'HeadBucket', GET: 'ListObjects', DELETE: 'DeleteBucket' },
  object: { PUT: 'PutObject', GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' },
  'bucket list-type': { GET: 'ListObjectsV2' },
  'bucket delete': { POST: 'DeleteObjects' },
  'object tagging': { PUT: 'PutObjectTagging', GET: 'GetObjectTagging' },
  'object uploads': { POST: 'CreateMultipartUpload' },
  'object uploadId': {
    PUT: 'UploadPart',
    POST: 'CompleteMultipartUpload',
    DELETE: 'AbortMultipartUpload',
  },
};
/** Query members that qualify a call without making it another one. */
const PLAIN =
  /^(x-id|prefix|delimiter|max-keys|start-after|continuation-token|encoding-type|fetch-owner|partNumber|versionId|x-amz-.*|X-Amz-.*|response-.*|max-buckets)$/;

/** The operation's name in S3's reference, or a description of what was asked when it has none here. */
export function operationName(call: Pick<S3Call, 'request' | 'bucket' | 'key' | 'query'>): string {
  const scope = call.key ? 'object' : call.bucket ? 'bucket' : 'service';
  const resource = [...call.query.keys()].find((name) => !PLAIN.test(name));
  const method = call.request.method ?? '';
  const name = NAMES[resource ? `${scope} ${resource}` : scope]?.[method];
  const copies = call.request.headers['x-amz-copy-source'] !== undefined;
  if (copies && name === 'PutObject') return 'CopyObject';
  if (copies && name === 'UploadPart') return 'UploadPartCopy';
  return name ?? `${method} ${scope}${resource ? `?${resource}` : ''}`;
}

export const headerText = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};
