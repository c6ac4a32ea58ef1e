import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors';
import { isObject, type JsonObject } from './json';

/** The largest call is PutRecords: 10 MiB of data, a third more as base64, and its keys. */
const MAX_BODY_BYTES = 24 * 1024 * 1024;

/** @throws AwsError RequestEntityTooLarge (413) */
export async function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      throw new AwsError('RequestEntityTooLarge', `request body exceeds ${limit} bytes`, 413);
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** @throws AwsError SerializationException unless the body is a JSON object */
export async function readJson(request: IncomingMessage): Promise<JsonObject> {
  const body = await readBody(request);
  if (body.length === 0) return {};
  const parsed = parseJson(body.toString('utf8'));
  if (!isObject(parsed)) {
    throw new AwsError('SerializationException', 'the request body is not a JSON object');
  }
  return parsed;
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the input, which may hold a record.
    return undefined;
  }
};
