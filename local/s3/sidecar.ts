import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '../server/json';
import type { ObjectHeaders } from './store';
import { isMissing } from './walk';

export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

/** What S3 keeps beside an object's bytes. */
export interface Sidecar extends ObjectHeaders {
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Headers of objects that have any worth keeping: most have none, and no file is written for them.
 * A sidecar names the etag that it belongs to; with another one it is a leftover and is ignored.
 */
export class Sidecars {
  constructor(private readonly dir: string) {}

  write(bucket: string, key: string, etag: string, sidecar: Sidecar): void {
    const path = this.pathOf(bucket, key);
    if (!isWorthKeeping(sidecar)) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ ...sidecar, etag }));
  }

  read(bucket: string, key: string, etag: string): Sidecar {
    try {
      const parsed: unknown = JSON.parse(readFileSync(this.pathOf(bucket, key), 'utf8'));
      if (!isObject(parsed) || parsed.etag !== etag) return {};
      return {
        contentType: asText(parsed.contentType),
        contentEncoding: asText(parsed.contentEncoding),
        metadata: asTexts(parsed.metadata),
        tags: asTexts(parsed.tags),
      };
    } catch (error) {
      if (isMissing(error)) return {};
      throw error;
    }
  }

  remove(bucket: string, key: string): void {
    rmSync(this.pathOf(bucket, key), { force: true });
  }

  private pathOf(bucket: string, key: string): string {
    const digest = createHash('sha256').update(key).digest('hex');
    return join(this.dir, bucket, digest.slice(0, 2), `${digest}.json`);
  }
}

const isWorthKeeping = ({ contentType, contentEncoding, metadata, tags }: Sidecar): boolean =>
  (contentType !== undefined && contentType !== DEFAULT_CONTENT_TYPE) ||
  contentEncoding !== undefined ||
  Object.keys(metadata ?? {}).length > 0 ||
  Object.keys(tags ?? {}).length > 0;

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
const asTexts = (value: unknown): Readonly<Record<string, string>> | undefined =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, text]) =>
          typeof text === 'string' ? [[name, text]] : [],
        ),
      )
    : undefined;
