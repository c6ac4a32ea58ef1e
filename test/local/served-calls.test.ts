import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stsOperations } from '../../local/identity/sts';
import { s3Operations } from '../../local/s3/api';
import { snsOperations } from '../../local/sns/service';
import { createServices } from '../../local/server/services';
import type { RuntimeContext } from '../../local/server/service';
import { removeFolder, temporaryFolder } from './assembly';
import { SERVED_CALLS } from './served-calls';

const ROOT = new URL('../../', import.meta.url).pathname;

const sourcesOf = (room: string): string =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, room, name), 'utf8'))
    .join('\n');

async function servedNow(): Promise<Record<string, readonly string[]>> {
  const dataDir = temporaryFolder();
  const empty = { all: [], ofType: () => [], byArn: () => undefined, byName: () => undefined };
  const ctx: RuntimeContext = {
    region: 'us-east-1',
    account: '000000000000',
    dataDir,
    endpoint: () => '',
    resources: empty,
    objects: undefined as never,
    services: new Map(),
    invoke: () => Promise.reject(new Error('nothing is invoked')),
    flush: () => Promise.resolve(),
    log: () => undefined,
  };
  const streams = { all: [], byArn: () => undefined };
  const services = createServices(ctx, streams, { throttle: false });
  const served = services.map(
    ({ name, operations }) => [name, Object.keys(operations).sort()] as const,
  );
  for (const service of services) if (service.name === 'dynamodb') await service.stop?.();
  removeFolder(dataDir);
  return {
    ...Object.fromEntries(served),
    s3: Object.keys(s3Operations).sort(),
    sns: [...snsOperations].sort(),
    sts: stsOperations,
  };
}

describe('served calls', () => {
  it('are those of the list, no more and no less', async () => {
    const listed = Object.fromEntries(
      Object.entries(SERVED_CALLS).map(([service, calls]) => [service, Object.keys(calls).sort()]),
    );

    expect(await servedNow()).toEqual(listed);
  });

  it.each(['lambdas', 'cli'])('that %s is said to make are made there', (room) => {
    const sources = sourcesOf(room);
    const calls = Object.values(SERVED_CALLS)
      .flatMap((service) => Object.entries(service))
      .filter(([, caller]) => caller === room)
      .map(([call]) => call.charAt(0).toLowerCase() + call.slice(1));

    const unmade = calls.filter((call) => !new RegExp(`\\b${call}\\(`).test(sources));

    expect(calls.length).toBeGreaterThan(3);
    expect(unmade).toEqual([]);
  });
});
