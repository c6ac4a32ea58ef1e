import { isAscii, isUtf8 } from 'node:buffer';
import { MAX_BYTES } from './limits';
import type { ReasonCode } from './reasons';

export type Decoded =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: ReasonCode };

const buffered = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const startsWithMark = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** The record's text; bad UTF-8 is never repaired, since repaired text is not what was sent. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { fault: 'record.empty' };
  if (bytes.length > MAX_BYTES) return { fault: 'record.too_large' };
  const buffer = buffered(bytes);
  if (isAscii(buffer)) return { text: buffer.toString('latin1') };
  if (startsWithMark(buffer)) return { fault: 'record.byte_order_mark' };
  if (!isUtf8(buffer)) return { fault: 'record.not_utf8' };
  return { text: buffer.toString('utf8') };
}

/** The same for bytes that are known to be ASCII, given as text. */
export function decodeAscii(text: string): Decoded {
  if (text.length === 0) return { fault: 'record.empty' };
  return text.length > MAX_BYTES ? { fault: 'record.too_large' } : { text };
}
