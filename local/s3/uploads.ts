import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AwsError } from '../server/errors';
import { isObject } from '../server/json';
import type { Sidecar } from './sidecar';

/** Abandoned uploads are removed at the next start after this many days, as the lifecycle rules of the buckets do. */
const KEEP_DAYS = 7;

/** Parts of multipart uploads that are not complete yet: one folder each, kept between starts. */
export class Uploads {
  constructor(private readonly dir: string) {
    mkdirSync(dir, { recursive: true });
    const oldest = Date.now() - KEEP_DAYS * 86_400_000;
    for (const id of readdirSync(dir)) {
      if (statSync(join(dir, id)).mtimeMs < oldest) rmSync(join(dir, id), { recursive: true });
    }
  }

  create(bucket: string, key: string, headers: Sidecar): string {
    const id = randomUUID();
    mkdirSync(join(this.dir, id));
    writeFileSync(join(this.dir, id, 'upload.json'), JSON.stringify({ bucket, key, headers }));
    return id;
  }

  /** @throws AwsError NoSuchUpload (404) */
  open(
    id: string,
    bucket: string,
    key: string,
  ): { partPath(part: number): string; headers: Sidecar } {
    const about = join(this.dir, id, 'upload.json');
    const known: unknown =
      /^[0-9a-f-]{36}$/.test(id) && existsSync(about)
        ? JSON.parse(readFileSync(about, 'utf8'))
        : undefined;
    if (!isObject(known) || known.bucket !== bucket || known.key !== key) {
      throw new AwsError('NoSuchUpload', `no multipart upload ${id} of this key`, 404);
    }
    const headers = isObject(known.headers) ? known.headers : {};
    return {
      partPath: (part) => join(this.dir, id, `part-${String(part).padStart(5, '0')}`),
      headers: {
        contentType: typeof headers.contentType === 'string' ? headers.contentType : undefined,
        contentEncoding:
          typeof headers.contentEncoding === 'string' ? headers.contentEncoding : undefined,
      },
    };
  }

  /** Writes the parts one after another. @throws AwsError InvalidPart */
  async join(paths: readonly string[], target: string): Promise<void> {
    writeFileSync(target, '');
    for (const path of paths) {
      if (!existsSync(path)) throw new AwsError('InvalidPart', 'a part was not uploaded');
      await pipeline(createReadStream(path), createWriteStream(target, { flags: 'a' }));
    }
  }

  remove(id: string): void {
    rmSync(join(this.dir, id), { recursive: true, force: true });
  }
}
