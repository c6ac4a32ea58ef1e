import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32 } from '../server/crc32';
import { AwsError } from '../server/errors';
import { headerText } from './call';
import { ChunkedBody } from './chunked';
import type { ObjectHeaders, PutCondition } from './store';

/**
 * Writes a request's body to a file, whatever its size, and compares the checksums that came with it. CRC-32C and
 * CRC-64 are accepted unseen: Node has no function for them.
 * @returns the checksum headers to answer with
 * @throws AwsError BadDigest (400)
 */
export async function receive(
  request: IncomingMessage,
  path: string,
): Promise<Readonly<Record<string, string>>> {
  const sums = new Checksums(request);
  const chunked = isChunked(request) ? new ChunkedBody() : undefined;
  const seen = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      sums.add(chunk);
      yield chunk;
    }
  };
  const file = createWriteStream(path);
  try {
    await (chunked ? pipeline(request, chunked, seen, file) : pipeline(request, seen, file));
    return sums.compare({ ...headerTexts(request), ...chunked?.trailer });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

const isChunked = (request: IncomingMessage): boolean =>
  (headerText(request, 'content-encoding') ?? '').includes('aws-chunked') ||
  (headerText(request, 'x-amz-content-sha256') ?? '').startsWith('STREAMING-');

const headerTexts = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.keys(request.headers).map((name) => [name, headerText(request, name) ?? '']),
  );

const HASHES: Readonly<Record<string, string>> = {
  'content-md5': 'md5',
  'x-amz-checksum-sha1': 'sha1',
  'x-amz-checksum-sha256': 'sha256',
};
const CRC = 'x-amz-checksum-crc32';

/** Those that the request brings, or announces for its trailer: hashing costs more than writing. */
class Checksums {
  private readonly hashes = new Map<string, Hash>();
  private crc: number | undefined;

  constructor(request: IncomingMessage) {
    const announced = (headerText(request, 'x-amz-trailer') ?? '').toLowerCase().split(/\s*,\s*/);
    const isNamed = (name: string): boolean =>
      request.headers[name] !== undefined || announced.includes(name);
    for (const [name, algorithm] of Object.entries(HASHES)) {
      if (isNamed(name)) this.hashes.set(name, createHash(algorithm));
    }
    if (isNamed(CRC)) this.crc = 0;
  }

  add(chunk: Buffer): void {
    for (const hash of this.hashes.values()) hash.update(chunk);
    if (this.crc !== undefined) this.crc = crc32(chunk, this.crc);
  }

  compare(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const answer: Record<string, string> = {};
    for (const [name, value] of this.results()) {
      if (given[name] !== value) {
        throw new AwsError('BadDigest', `${name} of the body is ${value}, not ${given[name]}`);
      }
      if (name !== 'content-md5') answer[name] = value;
    }
    return answer;
  }

  private results(): readonly (readonly [string, string])[] {
    const sums = [...this.hashes].map(([name, hash]) => [name, hash.digest('base64')] as const);
    if (this.crc === undefined) return sums;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(this.crc);
    return [...sums, [CRC, bytes.toString('base64')]];
  }
}

/** What a write says about the object besides its bytes. */
export function objectHeaders(request: IncomingMessage): ObjectHeaders & PutCondition {
  const encoding = headerText(request, 'content-encoding')
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '')
    .join(',');
  const metadata = Object.fromEntries(
    Object.keys(request.headers)
      .filter((name) => name.startsWith('x-amz-meta-'))
      .map((name) => [name.slice('x-amz-meta-'.length), headerText(request, name) ?? '']),
  );
  const ifNoneMatch = headerText(request, 'if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new AwsError('NotImplemented', 'a write takes If-None-Match: * only', 501);
  }
  return {
    contentType: headerText(request, 'content-type'),
    contentEncoding: encoding === '' ? undefined : encoding,
    metadata,
    ifNoneMatch: ifNoneMatch === '*',
    ifMatch: headerText(request, 'if-match'),
  };
}
