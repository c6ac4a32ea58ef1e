import { AwsError } from '../server/errors';
import { replyXml } from '../server/reply';
import type { S3Operation } from './call';
import { NAMESPACE } from './namespace';
import type { ObjectStat, ObjectStore } from './store';

const MAX_KEYS = 1000;

export interface Page {
  readonly objects: readonly ObjectStat[];
  /** Prefixes up to the delimiter, standing for all keys below. */
  readonly folders: readonly string[];
  /** Last key or folder of the page when more follow. */
  readonly next?: string;
}
export interface PageQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly limit: number;
}

/** One page of a listing. Folders count against the limit, as on S3. */
export async function listPage(
  store: ObjectStore,
  bucket: string,
  query: PageQuery,
): Promise<Page> {
  const { prefix, delimiter, after, limit } = query;
  const objects: ObjectStat[] = [];
  const folders: string[] = [];
  let last = '';
  for await (const object of store.list(bucket, prefix, after)) {
    const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
    const folder = end < 0 ? undefined : object.key.slice(0, end + delimiter.length);
    if (folder !== undefined && (folder === folders.at(-1) || folder === after)) continue;
    if (objects.length + folders.length >= limit) return { objects, folders, next: last };
    if (folder === undefined) objects.push(object);
    else folders.push(folder);
    last = folder ?? object.key;
  }
  return { objects, folders };
}

const listObjectsV2: S3Operation = async ({ response, bucket, query, store }) => {
  const encode = encoder(query.get('encoding-type'));
  const asked = Number(query.get('max-keys') ?? MAX_KEYS);
  if (!Number.isInteger(asked) || asked < 0) throw new AwsError('InvalidArgument', 'max-keys');
  const limit = Math.min(asked, MAX_KEYS);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : fromToken(token);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const page =
    limit === 0
      ? { objects: [], folders: [], next: undefined }
      : await listPage(store, bucket, { prefix, delimiter, after, limit });
  const result = {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: limit,
    EncodingType: query.get('encoding-type') ?? undefined,
    KeyCount: page.objects.length + page.folders.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token ?? undefined,
    StartAfter: query.get('start-after') ?? undefined,
    NextContinuationToken: page.next === undefined ? undefined : toToken(page.next),
    Contents: page.objects.map((object) => ({
      Key: encode(object.key),
      LastModified: object.lastModified.toISOString(),
      ETag: object.etag,
      Size: object.size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.folders.map((folder) => ({ Prefix: encode(folder) })),
  };
  replyXml(response, 'ListBucketResult', result, NAMESPACE);
};

const listBuckets: S3Operation = ({ response, store }) => {
  const buckets = store.buckets().map((name) => ({ Name: name, CreationDate: EPOCH }));
  const result = { Owner: { ID: 'laptop' }, Buckets: { Bucket: buckets } };
  replyXml(response, 'ListAllMyBucketsResult', result, NAMESPACE);
  return Promise.resolve();
};
/** Buckets come from the template, which has no time. */
const EPOCH = '1970-01-01T00:00:00.000Z';

const encoder = (type: string | null): ((text: string) => string) =>
  type === 'url' ? (text) => encodeURIComponent(text).replaceAll('%2F', '/') : (text) => text;

const toToken = (key: string): string => Buffer.from(key).toString('base64url');
const fromToken = (token: string): string => Buffer.from(token, 'base64url').toString('utf8');

export const listingOperations = {
  ListObjectsV2: listObjectsV2,
  ListBuckets: listBuckets,
} as const;
