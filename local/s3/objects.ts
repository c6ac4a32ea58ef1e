import { copyFileSync, constants, createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { AwsError } from '../server/errors';
import { readBody } from '../server/body';
import { replyXml } from '../server/reply';
import { elementsOf, elementText } from '../server/xml';
import { headerText, type S3Call, type S3Operation, parseTarget } from './call';
import { noSuchKey } from './faults';
import { NAMESPACE } from './namespace';
import { rangeOf } from './ranges';
import { objectHeaders, receive } from './receive';
import { DEFAULT_CONTENT_TYPE } from './sidecar';
import type { ObjectStat } from './store';

const putObject: S3Operation = async ({ request, response, bucket, key, store }) => {
  store.pathOf(bucket, key);
  const headers = objectHeaders(request);
  const temporary = store.temporaryPath();
  const checksums = await receive(request, temporary);
  const object = store.commit(bucket, key, temporary, headers, 'PutObject');
  response.writeHead(200, { etag: object.etag, ...checksums }).end();
};

const copyObject: S3Operation = async ({ request, response, bucket, key, store }) => {
  const source = parseTarget(
    `/${headerText(request, 'x-amz-copy-source') ?? ''}`.replace('//', '/'),
  );
  const from = await existing(store, source.bucket, source.key);
  const temporary = store.temporaryPath();
  copyFileSync(store.pathOf(source.bucket, source.key), temporary, constants.COPYFILE_FICLONE);
  const replaces = headerText(request, 'x-amz-metadata-directive') === 'REPLACE';
  const { ifNoneMatch, ifMatch, ...own } = objectHeaders(request);
  const headers = replaces ? own : store.headers(source.bucket, from);
  const conditions = { ...headers, ifNoneMatch, ifMatch };
  const object = store.commit(bucket, key, temporary, conditions, 'CopyObject');
  const result = { ETag: object.etag, LastModified: object.lastModified.toISOString() };
  replyXml(response, 'CopyObjectResult', result, NAMESPACE);
};

const headObject: S3Operation = async (call) => {
  const object = await existing(call.store, call.bucket, call.key);
  refuseUnmatched(call, object);
  call.response.writeHead(200, { ...describe(call, object), 'content-length': object.size }).end();
};

const getObject: S3Operation = async (call) => {
  const object = await existing(call.store, call.bucket, call.key);
  refuseUnmatched(call, object);
  const range = rangeOf(headerText(call.request, 'range'), object.size);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  call.response.writeHead(range ? 206 : 200, {
    ...describe(call, object),
    'content-length': end - start + 1,
    ...(range && { 'content-range': `bytes ${start}-${end}/${object.size}` }),
  });
  if (object.size === 0) {
    call.response.end();
    return;
  }
  const file = createReadStream(call.store.pathOf(call.bucket, call.key), { start, end });
  await pipeline(file, call.response);
};

const deleteObject: S3Operation = async ({ response, bucket, key, store }) => {
  await store.delete(bucket, [key]);
  response.writeHead(204).end();
};

const deleteObjects: S3Operation = async ({ request, response, bucket, store }) => {
  const xml = (await readBody(request)).toString('utf8');
  const keys = elementsOf(xml, 'Object').map((object) => elementText(object, 'Key') ?? '');
  if (keys.length > 1000) throw new AwsError('MalformedXML', 'at most 1,000 keys in one call');
  await store.delete(bucket, keys);
  const isQuiet = elementText(xml, 'Quiet') === 'true';
  const result = isQuiet ? {} : { Deleted: keys.map((key) => ({ Key: key })) };
  replyXml(response, 'DeleteResult', result, NAMESPACE);
};

const putObjectTagging: S3Operation = async ({ request, response, bucket, key, store }) => {
  const object = await existing(store, bucket, key);
  const xml = (await readBody(request)).toString('utf8');
  const tags = elementsOf(xml, 'Tag').map((tag): [string, string] => [
    elementText(tag, 'Key') ?? '',
    elementText(tag, 'Value') ?? '',
  ]);
  store.setTags(bucket, object, Object.fromEntries(tags));
  response.writeHead(200).end();
};

async function existing(store: S3Call['store'], bucket: string, key: string): Promise<ObjectStat> {
  const object = await store.head(bucket, key);
  if (!object) throw noSuchKey(key);
  return object;
}

function refuseUnmatched({ request }: S3Call, { etag }: ObjectStat): void {
  const wanted = headerText(request, 'if-match');
  if (wanted !== undefined && wanted !== '*' && wanted !== etag) {
    throw new AwsError('PreconditionFailed', 'If-Match: the object has another etag', 412);
  }
  if (headerText(request, 'if-none-match') === etag) {
    throw new AwsError('NotModified', 'the object has not changed', 304);
  }
}

function describe(call: S3Call, object: ObjectStat): Record<string, string> {
  const { contentType, contentEncoding, metadata, tags } = call.store.headers(call.bucket, object);
  return {
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': contentType ?? DEFAULT_CONTENT_TYPE,
    ...(contentEncoding && { 'content-encoding': contentEncoding }),
    ...(tags && { 'x-amz-tagging-count': String(Object.keys(tags).length) }),
    ...Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
  };
}

export const objectOperations = {
  PutObject: putObject,
  CopyObject: copyObject,
  HeadObject: headObject,
  GetObject: getObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  PutObjectTagging: putObjectTagging,
} as const;
