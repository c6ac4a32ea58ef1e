import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AwsError } from '../server/errors';
import type { Announce, WriteReason } from './announce';
import { noSuchKey, preconditionFailed } from './faults';
import { moveInto, pruneFolders } from './folders';
import { keyPath } from './keys';
import { statOf } from './object-stat';
import { Sidecars, type Sidecar } from './sidecar';
import type { ObjectHeaders, ObjectStat, ObjectStore, PutCondition } from './store';
import { isMissing, walkKeys } from './walk';

/** The objects as plain files under one folder. All state is the files: another start sees the same. */
export class FileStore implements ObjectStore {
  private readonly names = new Set<string>();
  private readonly sidecars: Sidecars;
  private readonly temporary: string;
  private announce: Announce = () => () => undefined;

  constructor(private readonly dataDir: string) {
    this.sidecars = new Sidecars(join(dataDir, 's3-headers'));
    this.temporary = join(dataDir, 's3-temporary');
    rmSync(this.temporary, { recursive: true, force: true });
    mkdirSync(this.temporary, { recursive: true });
  }

  onWrite(announce: Announce): void {
    this.announce = announce;
  }

  addBucket(bucket: string): void {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
      throw new AwsError('InvalidBucketName', `"${bucket}" is no bucket name`);
    }
    mkdirSync(join(this.dataDir, 's3', bucket), { recursive: true });
    this.names.add(bucket);
  }

  buckets(): readonly string[] {
    return [...this.names].sort();
  }

  pathOf(bucket: string, key: string): string {
    return join(this.rootOf(bucket), keyPath(key));
  }

  /** A file that no reader sees; `commit` makes an object of it. */
  temporaryPath(): string {
    return join(this.temporary, randomUUID());
  }

  async head(bucket: string, key: string): Promise<ObjectStat | undefined> {
    try {
      const found = await stat(this.pathOf(bucket, key), { bigint: true });
      return found.isFile() ? statOf(key, found) : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  headers(bucket: string, object: ObjectStat): Sidecar {
    return this.sidecars.read(bucket, object.key, object.etag);
  }

  setTags(bucket: string, object: ObjectStat, tags: Readonly<Record<string, string>>): void {
    this.sidecars.write(bucket, object.key, object.etag, { ...this.headers(bucket, object), tags });
  }

  async get(bucket: string, key: string): Promise<Buffer> {
    try {
      return await readFile(this.pathOf(bucket, key));
    } catch (error) {
      if (isMissing(error)) throw noSuchKey(key);
      throw error;
    }
  }

  async *list(bucket: string, prefix: string, after = ''): AsyncGenerator<ObjectStat> {
    for await (const key of walkKeys(this.rootOf(bucket), prefix, after)) {
      const found = await this.head(bucket, key);
      if (found) yield found;
    }
  }

  async put(
    bucket: string,
    key: string,
    body: Uint8Array | string,
    headers: ObjectHeaders & PutCondition = {},
  ): Promise<ObjectStat> {
    const path = this.temporaryPath();
    await writeFile(path, body);
    return this.commit(bucket, key, path, headers, 'PutObject');
  }

  /**
   * Makes a finished temporary file the object. Checks and rename happen in one turn of the event loop, so that of two
   * conditional writers one loses.
   * @throws AwsError PreconditionFailed (412); the temporary file is then gone
   */
  commit(
    bucket: string,
    key: string,
    temporary: string,
    headers: Sidecar & PutCondition,
    reason: WriteReason,
  ): ObjectStat {
    try {
      const path = this.pathOf(bucket, key);
      this.check(path, key, headers);
      const object = statOf(key, statSync(temporary, { bigint: true }));
      this.sidecars.write(bucket, key, object.etag, pickHeaders(headers));
      const visible = this.announce({ bucket, object, reason });
      moveInto(temporary, path, key);
      visible();
      return object;
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  delete(bucket: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const path = this.pathOf(bucket, key);
      if (!existsSync(path) || statSync(path).isDirectory()) continue;
      rmSync(path, { force: true });
      this.sidecars.remove(bucket, key);
      pruneFolders(dirname(path), this.rootOf(bucket));
    }
    return Promise.resolve();
  }

  async noteWritten(bucket: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const object = await this.head(bucket, key);
      if (!object) throw noSuchKey(key);
      this.announce({ bucket, object, reason: 'PutObject' })();
    }
  }

  private rootOf(bucket: string): string {
    if (!this.names.has(bucket)) {
      throw new AwsError('NoSuchBucket', `the bucket "${bucket}" is not in the template`, 404);
    }
    return join(this.dataDir, 's3', bucket);
  }

  private check(path: string, key: string, { ifNoneMatch, ifMatch }: PutCondition): void {
    if (!ifNoneMatch && ifMatch === undefined) return;
    const now = existsSync(path) ? statOf(key, statSync(path, { bigint: true })) : undefined;
    if (ifNoneMatch && now) throw preconditionFailed(`"${key}" exists`);
    if (ifMatch !== undefined && now === undefined) throw noSuchKey(key);
    if (ifMatch !== undefined && now?.etag !== ifMatch) {
      throw preconditionFailed(`"${key}" has another etag`);
    }
  }
}

const pickHeaders = ({ contentType, contentEncoding, metadata, tags }: Sidecar): Sidecar => ({
  contentType,
  contentEncoding,
  metadata,
  tags,
});
