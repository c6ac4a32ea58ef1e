/**
 * Amazon's own Kinesis Producer Library as a producer: every record, packed or not, has to arrive in bronze
 * and in the archive. Without Java and Maven, or where the library cannot be fetched, one SKIP line;
 * KPL_REQUIRED=1 makes that a failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accountOf } from '../../cli/account';
import { ROOT } from '../../cli/home';
import { streamName } from '../../lambdas/shared/names';
import { generateLive } from '../../samples/generate';
import { Laptop } from '../end-to-end/laptop';
import { PASSPHRASE, tlsFront } from './kpl/tls-front';

/** The library packs from its 4,000th record or so. */
const RECORDS = 20_000;
const BUILD = path.join(ROOT, '.build', 'conformance-kpl');
const JARS = path.join(BUILD, 'jars');
const SOURCES = path.join(import.meta.dirname, 'kpl');

const missing = prepare();
if (missing !== undefined) {
  console.log(`SKIP conformance:kpl: ${missing}`);
  process.exit(process.env.KPL_REQUIRED === '1' ? 1 : 0);
}
process.exit(await check());

function prepare(): string | undefined {
  const done = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!done('java', '-version')) return 'no java';
  if (!done('mvn', '-version')) return 'no mvn';
  mkdirSync(BUILD, { recursive: true });
  const pom = path.join(SOURCES, 'pom.xml');
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${JARS}`];
  if (!existsSync(JARS) && !done('mvn', '-q', '-B', '-f', pom, ...copy)) {
    rmSync(JARS, { recursive: true, force: true });
    return 'mvn cannot fetch amazon-kinesis-producer';
  }
  return undefined;
}

/** A certificate for this run only, made by Java's own tool. */
function certificate(folder: string): Buffer {
  const file = path.join(folder, 'tls.p12');
  const args =
    `-genkeypair -keystore ${file} -storetype PKCS12 -storepass ${PASSPHRASE} -alias laptop ` +
    '-keyalg RSA -keysize 2048 -validity 2 -dname CN=127.0.0.1 -ext SAN=ip:127.0.0.1';
  const made = spawnSync('keytool', args.split(' '), { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`keytool made no certificate: ${made.stdout}`);
  return readFileSync(file);
}

/** @returns exit code */
async function check(): Promise<number> {
  const laptop = await Laptop.make();
  try {
    await laptop.up();
    const folder = laptop.folder;
    const port = Number(new URL(laptop.served.endpoint ?? '').port);
    const front = await tlsFront(certificate(folder), port);
    const records = path.join(folder, 'records.ndjson');
    writeFileSync(records, linesOf());
    const code = await produce([
      String(front.port),
      streamName('dev', 'transactions'),
      records,
      folder,
    ]);
    await front.close();
    if (code !== 0) return 1;
    await laptop.run();
    return await compare(laptop);
  } finally {
    await laptop.remove();
  }
}

function linesOf(): Buffer {
  const shares = { duplicates: 0, late: 0, bad: 0 };
  const { records } = generateLive({ seed: 11, count: RECORDS, now: Date.now(), ...shares });
  return Buffer.concat(records.flatMap(({ data }) => [data, Buffer.from('\n')]));
}

function produce(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const program = path.join(SOURCES, 'Produce.java');
    const child = spawn('java', ['-cp', path.join(JARS, '*'), program, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      // It would ask the cloud where it runs.
      env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true' },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function compare(laptop: Laptop): Promise<number> {
  const { stream } = await accountOf(laptop.served);
  const [bronze] = await laptop.query(
    `SELECT count(*) AS n, count(DISTINCT _key64) AS keys,
            count_if(_subsequence > 0) AS packed FROM bronze.transactions`,
  );
  const { n = 0, keys = 0, packed = 0 } = bronze ?? {};
  console.log(
    `kpl 1.0.4: ${RECORDS} sent = ${stream.received} in the archive = ${n} in bronze ` +
      `(${keys} keys, ${packed} unpacked from aggregates), ${stream.rejected} rejected`,
  );
  const holds = [stream.received, stream.accepted, Number(n), Number(keys)].every(
    (found) => found === RECORDS,
  );
  return holds && Number(packed) > 0 ? 0 : 1;
}
