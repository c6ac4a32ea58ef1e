import { spawn } from 'node:child_process';
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasModule } from './java';
import type { TrinoInstall } from './fetch';

export interface TrinoServer {
  readonly url: string;
  stop(): Promise<void>;
}
export interface ServerOptions {
  readonly install: TrinoInstall;
  /** Configuration, metastore, log: emptied at every start. */
  readonly folder: string;
  readonly port: number;
  /** The laptop's own endpoint: `s3://` goes there. */
  readonly s3Endpoint: string;
}

const PATIENCE_MS = 180_000;

/**
 * One Trino in one process: coordinator and worker.
 * @throws Error with the path of its log when it does not come up
 */
export async function startTrino(options: ServerOptions): Promise<TrinoServer> {
  const { install, folder, port } = options;
  const { java, lib, plugins } = install;
  rmSync(folder, { recursive: true, force: true });
  writeSettings(options);
  const log = path.join(folder, 'server.log');
  const out = openSync(log, 'w');
  const vector = hasModule(java, 'jdk.incubator.vector')
    ? ['--add-modules=jdk.incubator.vector']
    : [];
  const flags = [
    ...[
      '-Xmx1500m',
      '-XX:+UseSerialGC',
      // Trino compiles each statement; those of a laptop end before a better compiler pays
      '-XX:TieredStopAtLevel=1',
      '-XX:+ExitOnOutOfMemoryError',
      '-Duser.timezone=UTC',
      ...vector,
    ],
    ...['--sun-misc-unsafe-memory-access=allow', '--enable-native-access=ALL-UNNAMED'],
    ...['-Dnode.id=laptop', `-Dnode.data-dir=${folder}`, `-Dplugin.dir=${plugins}`],
    ...[`-Dconfig=${folder}/config.properties`, `-Dlog.levels-file=${folder}/log.properties`],
    `-Dcatalog.config-dir=${folder}/catalog`,
  ];
  const child = spawn(java, [...flags, '-cp', `${lib}/*`, 'io.trino.server.TrinoServer'], {
    stdio: ['ignore', out, out],
  });
  let ended = false;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => {
      ended = true;
      resolve();
    });
  });
  const url = `http://127.0.0.1:${port}`;
  const kill = (): void => void child.kill('SIGKILL'); // nothing of it is kept
  // A process that ends by an error takes its Trino with it.
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    kill();
    await exit;
  };
  for (const start = Date.now(); !(await isReady(url));) {
    if (ended) throw new Error(`Trino ended while starting: see ${log}`);
    if (Date.now() - start > PATIENCE_MS) {
      await stop();
      throw new Error(`Trino was not ready within ${PATIENCE_MS / 1000} s: see ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, stop };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const info: unknown = await (await fetch(`${url}/v1/info`)).json();
    return Reflect.get(Object(info), 'starting') === false;
  } catch {
    return false; // the port is not open yet
  }
}

function writeSettings({ folder, port, s3Endpoint }: ServerOptions): void {
  const write = (name: string, lines: readonly string[]): void => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`);
  };
  mkdirSync(path.join(folder, 'metastore'), { recursive: true });
  write('config.properties', [
    'coordinator=true',
    'node-scheduler.include-coordinator=true',
    `http-server.http.port=${port}`,
    `discovery.uri=http://127.0.0.1:${port}`,
    'node.internal-address=127.0.0.1',
    'node.environment=laptop',
    'http-server.log.enabled=false',
    'query.max-memory=700MB',
    'query.max-memory-per-node=600MB',
    'memory.heap-headroom-per-node=300MB',
    // Athena counts its 100 open partitions per statement: one writer
    'task.concurrency=2',
    'task.min-writer-count=1',
    'task.max-writer-count=1',
    'task.scale-writers.enabled=false',
    // tables here are small: planning costs more than a poor plan
    'optimizer.join-reordering-strategy=NONE',
    'join-distribution-type=BROADCAST',
  ]);
  write('log.properties', ['io.trino=WARN', 'io.airlift=WARN', 'org=WARN', 'com=WARN']);
  write('catalog/awsdatacatalog.properties', [
    'connector.name=hive',
    'hive.metastore=file',
    'hive.table-statistics-enabled=false',
    'hive.collect-column-statistics-on-write=false',
    'hive.metastore.catalog.dir=local:///metastore',
    'hive.metastore.disable-location-checks=true',
    'hive.non-managed-table-writes-enabled=true',
    'hive.allow-register-partition-procedure=true',
    'fs.native-local.enabled=true',
    `local.location=${folder}`,
    'fs.native-s3.enabled=true',
    `s3.endpoint=${s3Endpoint}`,
    's3.region=us-east-1',
    's3.path-style-access=true',
    's3.aws-access-key=local',
    's3.aws-secret-key=local',
  ]);
}
