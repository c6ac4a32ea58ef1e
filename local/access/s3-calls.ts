import { note } from './caller';

/** What S3's operations on objects are allowed by; listing has a condition and follows below. */
const ACTIONS: Readonly<Record<string, string>> = {
  PutObject: 'PutObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  AbortMultipartUpload: 'AbortMultipartUpload',
  GetObject: 'GetObject',
  HeadObject: 'GetObject',
  DeleteObject: 'DeleteObject',
  PutObjectTagging: 'PutObjectTagging',
};

export interface S3Target {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

const arnOf = (bucket: string): string => `arn:aws:s3:::${bucket}`;

export function noteS3(operation: string, { bucket, key, query }: S3Target): void {
  const action = ACTIONS[operation];
  if (action !== undefined) note(`s3:${action}`, `${arnOf(bucket)}/${key}`);
  else if (operation === 'ListObjectsV2') noteList(bucket, query.get('prefix') ?? '');
  else note(`s3:${operation}`, bucket === '' ? '*' : arnOf(bucket));
}

export const noteList = (bucket: string, prefix: string): void =>
  note('s3:ListBucket', arnOf(bucket), { 's3:prefix': prefix });

/** Without leave to list, S3 would have answered 403: to learn that a key is missing is to list, without a prefix. */
export const noteMissing = ({ bucket }: S3Target): void => note('s3:ListBucket', arnOf(bucket));

/** What Athena does with objects: finds the bucket, lists below a folder, reads or writes. */
export function noteObjects(actions: readonly string[], uri: string): void {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri) ?? [];
  for (const action of actions) note(`s3:${action}`, `${arnOf(bucket)}/${key}`);
}
export function noteFolder(uri: string): void {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri) ?? [];
  note('s3:GetBucketLocation', arnOf(bucket));
  noteList(bucket, key);
}
