import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { Failure } from './failure';
import { ROOT } from './home';
import type { Home } from './home';

/** Everything that decides what the assembly holds. */
const SOURCES = [
  'bin',
  'lib',
  'lambdas',
  'sql',
  'samples/sources',
  'package-lock.json',
  'cdk.json',
];
/** The laptop runs the `dev` template unchanged. */
export const LAPTOP_ENV = 'dev';
const KEPT = 3;

export interface Assembly {
  readonly dir: string;
  readonly hash: string;
  readonly cached: boolean;
}

/**
 * The synthesized assembly of the sources as they are now; synthesized only when no earlier one fits.
 * @throws Failure with what the synthesis said
 */
export async function assemblyFor(home: Home, onSynth?: () => void): Promise<Assembly> {
  const hash = sourceHash(ROOT);
  const dir = path.join(home.assemblies, hash);
  if (existsSync(path.join(dir, 'manifest.json'))) {
    utimesSync(dir, new Date(), new Date());
    return { dir, hash, cached: true };
  }
  const fresh = `${dir}.${process.pid}`;
  mkdirSync(home.assemblies, { recursive: true });
  onSynth?.();
  await synthesize(fresh);
  if (existsSync(path.join(dir, 'manifest.json'))) {
    // another process was faster, and may be reading it
    rmSync(fresh, { recursive: true });
    return { dir, hash, cached: false };
  }
  rmSync(dir, { recursive: true, force: true });
  renameSync(fresh, dir);
  prune(home.assemblies);
  return { dir, hash, cached: false };
}

/** sha256 (16 hex) over the paths and bytes of all sources. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesUnder(path.join(root, source))) {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(place: string): readonly string[] {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesUnder(path.join(place, name)));
}

function synthesize(outDir: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outDir,
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify(context()),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      rmSync(outDir, { recursive: true, force: true });
      const text = Buffer.concat(said).toString().trim();
      reject(
        new Failure(
          'failed',
          `the stacks do not synthesize:\n${text}`,
          `see it alone: npx cdk synth --quiet --context env=${LAPTOP_ENV}`,
        ),
      );
    });
  });
}

/** What the CDK's own command line would hand to the app: the flags of cdk.json, and where assets lie. */
function context(): Readonly<Record<string, unknown>> {
  const settings: unknown = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8'));
  const flags =
    typeof settings === 'object' && settings !== null && 'context' in settings
      ? settings.context
      : undefined;
  return {
    ...(typeof flags === 'object' && flags !== null ? flags : {}),
    'aws:cdk:enable-asset-metadata': true,
    env: LAPTOP_ENV,
  };
}

/** Keeps the newest few: switching between two branches should not synthesize each time. */
function prune(folder: string): void {
  const byAge = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of byAge.slice(KEPT)) rmSync(old, { recursive: true, force: true });
}
