import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson } from './body';
import { AwsError, unsupported } from './errors';
import { asAwsError, replyJson, replyJsonError, replyQueryError, replyXmlError } from './reply';
import type { Service } from './service';
import type { Handler } from './listen';

/** A part that speaks another protocol than JSON and answers for itself. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Routes {
  readonly services: ReadonlyMap<string, Service>;
  /** REST: every request that is no other service's. */
  readonly s3: Route;
  /** Query protocol: form posts to `/`. */
  readonly sts: Route;
  /** The same protocol. */
  readonly sns: Route;
  /** `host:port` values that requests may name. */
  readonly hosts: () => readonly string[];
  /** Runs before an operation that came over HTTP, by `Target.Operation`. */
  readonly before: Readonly<Record<string, () => Promise<void>>>;
  /** Runs the work as the principal whose access key signed the request. */
  readonly as: <T>(accessKeyId: string, work: () => T) => T;
  readonly log: (line: string) => void;
}

/** Services whose clients send forms and read errors as XML; those of all others but S3 read JSON. */
const QUERY_SERVICES: readonly string[] = ['sts', 'sns'];

/** Sends every request to the service that it names, and every fault back in that service's form. */
export function dispatcher(routes: Routes): Handler {
  const byTarget = new Map(
    [...routes.services.values()].map((service) => [service.target, service]),
  );
  return (request, response) => {
    const target = header(request, 'x-amz-target');
    const refusal = refuseForeign(request, routes.hosts());
    if (refusal) return replyXmlError(response, refusal, request.method === 'HEAD');
    const answered = routes.as(accessKeyOf(request), () =>
      target !== undefined
        ? answerJson(routes, byTarget, target, request, response)
        : answerRest(routes, request, response),
    );
    answered.catch((error: unknown) => {
      routes.log(`could not answer ${request.method ?? ''}: ${describe(error)}`);
      response.destroy();
    });
  };
}

async function answerJson(
  routes: Routes,
  byTarget: ReadonlyMap<string, Service>,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const contentType = header(request, 'content-type');
  try {
    const [prefix = '', operation = ''] = target.split('.');
    const service = byTarget.get(prefix);
    const run =
      service && Object.hasOwn(service.operations, operation) && service.operations[operation];
    if (!run) throw unsupported(`${service?.name ?? prefix} ${operation}`);
    const input = await readJson(request);
    await routes.before[target]?.();
    replyJson(response, await run(input), contentType);
  } catch (error) {
    const shaped = asAwsError(error, target);
    if (shaped.status >= 500) routes.log(`${target} failed: ${describe(error)}`);
    request.resume();
    replyJsonError(response, shaped, contentType);
  }
}

async function answerRest(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const signed = signedFor(request);
  const call = `${signed ?? 's3'} ${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`;
  try {
    const isForm = header(request, 'content-type')?.startsWith('application/x-www-form-urlencoded');
    if (isForm && request.method === 'POST') {
      return await (signed === 'sns' ? routes.sns : routes.sts)(request, response);
    }
    if (signed !== undefined && signed !== 's3') throw unsupported(call);
    await routes.s3(request, response);
  } catch (error) {
    // A client that went away in the middle of a transfer needs no answer.
    if (isAborted(error)) {
      response.destroy();
      return;
    }
    const shaped = asAwsError(error, call);
    if (shaped.status >= 500) routes.log(`${call} failed: ${describe(error)}`);
    // The unread rest of a refused upload would be taken for the next request.
    request.resume();
    if (response.headersSent) response.destroy();
    else if (signed !== undefined && QUERY_SERVICES.includes(signed)) {
      replyQueryError(response, shaped);
    } else if (signed !== undefined && signed !== 's3') replyJsonError(response, shaped);
    else replyXmlError(response, shaped, request.method === 'HEAD');
  }
}

/** A browser page must not reach the lake: neither by another host's name nor from another origin. */
function refuseForeign(request: IncomingMessage, hosts: readonly string[]): AwsError | undefined {
  const host = header(request, 'host') ?? header(request, ':authority');
  if (host === undefined || !hosts.includes(host)) {
    return new AwsError(
      'AccessDenied',
      `the laptop runtime answers only ${hosts.join(' and ')}, not host "${host ?? ''}"`,
      403,
    );
  }
  const origin = header(request, 'origin');
  if (origin !== undefined && !hosts.some((known) => origin === `http://${known}`)) {
    return new AwsError('AccessDenied', `the laptop runtime refuses origin "${origin}"`, 403);
  }
  return undefined;
}

/** Service of the credential scope `AKID/date/region/service/aws4_request`. Signatures are not verified. */
const signedFor = (request: IncomingMessage): string | undefined =>
  /Credential=[^/]*\/\d+\/[^/]*\/([^/]+)\/aws4_request/.exec(
    header(request, 'authorization') ?? '',
  )?.[1];

const accessKeyOf = (request: IncomingMessage): string =>
  /Credential=([^/]*)\//.exec(header(request, 'authorization') ?? '')?.[1] ?? '';

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const isAborted = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET');

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
