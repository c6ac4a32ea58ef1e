import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AwsError } from './errors';
import { writeXml, type Xml } from './xml';

const JSON_TYPE = 'application/x-amz-json-1.1';

export function replyJson(response: ServerResponse, body: object, contentType = JSON_TYPE): void {
  const text = JSON.stringify(body);
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}

export function replyJsonError(response: ServerResponse, error: AwsError, contentType = JSON_TYPE) {
  const text = JSON.stringify({
    __type: error.code,
    message: error.message,
    Message: error.message,
    ...error.members,
  });
  response.writeHead(error.status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'x-amzn-errortype': error.code,
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}

export function replyXml(response: ServerResponse, root: string, content: Xml, namespace?: string) {
  const text = writeXml(root, content, namespace);
  response.writeHead(200, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(text),
    'x-amz-request-id': randomUUID(),
  });
  response.end(text);
}

/** S3's form of an error. A HEAD request gets the status only. */
export function replyXmlError(response: ServerResponse, error: AwsError, isHead: boolean): void {
  const requestId = randomUUID();
  const text = writeXml('Error', {
    Code: error.code,
    Message: error.message,
    RequestId: requestId,
  });
  response.writeHead(error.status, {
    'content-type': 'application/xml',
    'x-amz-request-id': requestId,
    ...(isHead ? {} : { 'content-length': Buffer.byteLength(text) }),
  });
  response.end(isHead || error.status === 304 ? undefined : text);
}

/** The query protocol's form of an error. */
export function replyQueryError(response: ServerResponse, error: AwsError): void {
  const RequestId = randomUUID();
  const Type = error.status < 500 ? 'Sender' : 'Receiver';
  const content = { Error: { Type, Code: error.code, Message: error.message }, RequestId };
  const text = writeXml('ErrorResponse', content);
  response.writeHead(error.status, {
    'content-type': 'text/xml',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': RequestId,
  });
  response.end(text);
}

export const asAwsError = (error: unknown, call: string): AwsError =>
  error instanceof AwsError
    ? error
    : new AwsError(
        'InternalFailure',
        `${call}: ${error instanceof Error ? error.message : String(error)}`,
        500,
        {},
        { cause: error },
      );
