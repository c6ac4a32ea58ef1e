import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { callers } from './access/principals';
import { recorded } from './access/json-calls';
import { startSchedules } from './events/schedule';
import { stsRoute } from './identity/sts';
import { applyCustomResources } from './lambda/custom-resources';
import { s3Route } from './s3/api';
import { Uploads } from './s3/uploads';
import { dispatcher } from './server/dispatch';
import { type RuntimeInfo, runtimeInfo } from './server/info';
import { listen } from './server/listen';
import { takeLock } from './server/lock';
import { openParts, type Parts } from './server/parts';
import type { Json } from './server/json';
import type { InvokeResult, RuntimeContext, Service } from './server/service';
import { createServices } from './server/services';
import { writeState } from './server/state-file';
import { snsRoute } from './sns/service';
import type { TrinoInstall } from './trino/fetch';

export type { RuntimeInfo } from './server/info';

/** The laptop is one place of its own: no real account has this number. */
const PLACE = { region: 'us-east-1', account: '000000000000' } as const;
/** How long work that runs may take to finish when the runtime stops. */
const GRACE_MS = 3_000;
const TRIM_EVERY_MS = 60_000;
/** A consumer that cannot go on (a handler that always fails) must not hold back every run. */
const FLUSH_MS = 120_000;

export interface StartOptions {
  /** Folder that `cdk synth` wrote. */
  readonly assemblyDir: string;
  /** Made with mode 0700; everything that the runtime keeps is in it. */
  readonly dataDir: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly log?: (line: string) => void;
  /** Start the template's schedules; off unless asked for. */
  readonly schedule?: boolean;
  /** Give shards AWS's write limits; off unless asked for. */
  readonly throttle?: boolean;
  /** A real Trino answers Athena's statements; absent: DuckDB. */
  readonly trino?: TrinoInstall;
}
export interface Runtime {
  /** e.g. `http://127.0.0.1:4566`: what AWS_ENDPOINT_URL should say. */
  readonly endpoint: string;
  readonly info: RuntimeInfo;
  /** Delivers everything that was put before and handles the events that follow from it. */
  flush(): Promise<void>;
  /** Calls a function as a schedule would. */
  invoke(functionNameOrArn: string, payload: Json): Promise<InvokeResult>;
  stop(): Promise<void>;
}

/**
 * Serves the artefacts of a cloud assembly on one loopback port.
 * @throws Error when the data folder is in use, the port is taken, or the template holds what cannot be served
 */
export async function start(options: StartOptions): Promise<Runtime> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const lock = takeLock(dataDir);
  const closers: (() => Promise<void> | void)[] = [() => lock.release()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await open({ ...options, dataDir }, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

type Closers = (() => Promise<void> | void)[];

async function open(
  options: StartOptions,
  closers: Closers,
  close: () => Promise<void>,
): Promise<Runtime> {
  const { dataDir, log = () => undefined, schedule = false, throttle = false, trino } = options;
  let port = options.port;
  const endpoint = (): string => `http://127.0.0.1:${port}`;
  // What a killed process left half done; functions have it as their /tmp.
  rmSync(join(dataDir, 'temporary'), { recursive: true, force: true });
  mkdirSync(join(dataDir, 'temporary'));
  const parts = openParts({ ...PLACE, ...options, endpoint, log });
  closers.push(() => parts.calls.close());
  closers.push(() => parts.converter.stop());
  const services = new Map<string, Service>();
  const ctx: RuntimeContext = {
    ...PLACE,
    dataDir,
    endpoint,
    resources: parts.resources,
    objects: parts.objects,
    calls: parts.calls,
    services,
    invoke: (name, payload) => parts.functions.invoke(name, payload),
    flush: () => flush(parts, log),
    log,
  };
  for (const service of createServices(ctx, parts.streams, { throttle, trino })) {
    services.set(service.name, recorded(service, ctx));
    closers.push(() => service.stop?.());
    await service.start?.();
  }
  const handler = dispatcher({
    services,
    s3: s3Route(parts.objects, new Uploads(join(dataDir, 's3-uploads')), PLACE.account),
    sts: stsRoute(PLACE.account),
    sns: snsRoute(ctx),
    hosts: () => [`127.0.0.1:${port}`, `localhost:${port}`],
    as: callers(parts.resources, parts.calls),
    before: { 'AWSStepFunctions.StartExecution': ctx.flush },
    log,
  });
  const listener = await listen(handler, options.port);
  port = listener.port;
  closers.push(() => stopParts(parts, () => listener.close(GRACE_MS)));
  await startParts(parts, closers);
  await applyCustomResources(ctx);
  if (schedule) closers.push(startSchedules(parts.resources, ctx));
  publish(dataDir, endpoint(), closers);
  const info = runtimeInfo({ ...PLACE, dataDir }, parts.resources, { schedule, throttle });
  return { endpoint: endpoint(), info, flush: ctx.flush, invoke: ctx.invoke, stop: close };
}

async function startParts(parts: Parts, closers: Closers): Promise<void> {
  await parts.bus.start();
  for (const consumer of parts.consumers) consumer.start();
  const trimmer = setInterval(() => {
    for (const stream of parts.streams.all) stream.trim(Date.now());
  }, TRIM_EVERY_MS);
  trimmer.unref();
  closers.push(() => clearInterval(trimmer));
}

/** Lets running handlers finish while the port is still open, then ends them. */
async function stopParts(parts: Parts, closePort: () => Promise<void>): Promise<void> {
  const stopped = Promise.all([...parts.consumers, parts.bus].map((part) => part.stop()));
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([stopped, new Promise((go) => (timer = setTimeout(go, GRACE_MS)))]);
  // A timer that is left would keep the process alive after the last answer.
  clearTimeout(timer);
  await closePort();
  await parts.functions.stop();
  await stopped;
}

/** Streams first: what they deliver are objects, and objects cause events. */
async function flush(parts: Parts, log: (line: string) => void): Promise<void> {
  const work = Promise.all(parts.consumers.map((consumer) => consumer.caughtUp()));
  const done = work.then(() => parts.bus.idle()).then(() => true);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), FLUSH_MS);
  });
  const inTime = await Promise.race([done, late]);
  clearTimeout(timer);
  if (!inTime) log(`not everything was delivered within ${FLUSH_MS / 1000} s: going on without`);
}

/** Tells other processes where this one answers. */
function publish(dataDir: string, endpoint: string, closers: Closers): void {
  const path = join(dataDir, 'runtime.json');
  writeState(path, { pid: process.pid, endpoint, started: new Date().toISOString() });
  closers.push(() => rmSync(path, { force: true }));
}
