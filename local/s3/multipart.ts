import { statSync } from 'node:fs';
import { AwsError } from '../server/errors';
import { readBody } from '../server/body';
import { replyXml } from '../server/reply';
import { elementsOf, elementText } from '../server/xml';
import type { S3Call, S3Operation } from './call';
import { objectHeaders, receive } from './receive';
import { renameSync } from 'node:fs';
import { NAMESPACE } from './namespace';

const MAX_PARTS = 10_000;

const createMultipartUpload: S3Operation = ({ request, response, bucket, key, store, uploads }) => {
  store.pathOf(bucket, key);
  const { contentType, contentEncoding, metadata } = objectHeaders(request);
  const id = uploads.create(bucket, key, { contentType, contentEncoding, metadata });
  const result = { Bucket: bucket, Key: key, UploadId: id };
  replyXml(response, 'InitiateMultipartUploadResult', result, NAMESPACE);
  return Promise.resolve();
};

const uploadPart: S3Operation = async (call) => {
  const { request, response, query, store } = call;
  const part = Number(query.get('partNumber'));
  if (!Number.isInteger(part) || part < 1 || part > MAX_PARTS) {
    throw new AwsError('InvalidArgument', `partNumber must be 1 to ${MAX_PARTS}`);
  }
  const upload = openUpload(call);
  const temporary = store.temporaryPath();
  const checksums = await receive(request, temporary);
  renameSync(temporary, upload.partPath(part));
  response.writeHead(200, { etag: partTag(upload.partPath(part)), ...checksums });
  response.end();
};

const completeMultipartUpload: S3Operation = async (call) => {
  const { request, response, bucket, key, query, store, uploads } = call;
  const upload = openUpload(call);
  const named = elementsOf((await readBody(request)).toString('utf8'), 'Part');
  const numbers = named.map((part) => Number(elementText(part, 'PartNumber')));
  if (numbers.length === 0) throw new AwsError('MalformedXML', 'the request names no part');
  if (numbers.some((part, index) => index > 0 && part <= (numbers[index - 1] ?? 0))) {
    throw new AwsError('InvalidPartOrder', 'parts must be named in ascending order');
  }
  const temporary = store.temporaryPath();
  await uploads.join(numbers.map(upload.partPath), temporary);
  const { ifNoneMatch, ifMatch } = objectHeaders(request);
  const conditions = { ...upload.headers, ifNoneMatch, ifMatch };
  const object = store.commit(bucket, key, temporary, conditions, 'CompleteMultipartUpload');
  uploads.remove(query.get('uploadId') ?? '');
  const result = { Location: `/${bucket}/${key}`, Bucket: bucket, Key: key, ETag: object.etag };
  replyXml(response, 'CompleteMultipartUploadResult', result, NAMESPACE);
};

const abortMultipartUpload: S3Operation = (call) => {
  openUpload(call);
  call.uploads.remove(call.query.get('uploadId') ?? '');
  call.response.writeHead(204).end();
  return Promise.resolve();
};

const openUpload = ({ query, bucket, key, uploads }: S3Call) =>
  uploads.open(query.get('uploadId') ?? '', bucket, key);

const partTag = (path: string): string => {
  const { size, mtimeNs } = statSync(path, { bigint: true });
  return `"${mtimeNs.toString(16)}-${size.toString(16)}"`;
};

export const multipartOperations = {
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
} as const;
