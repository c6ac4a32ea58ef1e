/**
 * Stock boto3 and AWS CLI against the laptop's endpoint. Without python3, or where its packages cannot be
 * installed, one SKIP line; CLIENTS_REQUIRED=1 makes that a failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../cli/home';

const VENV = path.join(ROOT, '.build', 'conformance-clients');
const PYTHON = path.join(VENV, 'bin', 'python');
const PACKAGES = ['boto3==1.44.5', 'awscli==1.46.3'];
const CREDENTIALS = {
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'laptop',
  AWS_SECRET_ACCESS_KEY: 'laptop',
  // no profile of the person who runs this may leak in
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  SLUICE_ENV: 'dev',
};

const missing = prepare();
if (missing !== undefined) {
  console.log(`SKIP conformance:clients: ${missing}`);
  process.exit(process.env.CLIENTS_REQUIRED === '1' ? 1 : 0);
}
process.exit(await check());

function prepare(): string | undefined {
  const done = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!done('python3', '--version')) return 'no python3';
  if (existsSync(PYTHON) && done(PYTHON, '-c', 'import boto3, awscli')) return undefined;
  if (!done('python3', '-m', 'venv', VENV)) return 'python3 has no venv';
  if (!done(PYTHON, '-m', 'pip', 'install', '-q', ...PACKAGES)) return 'pip cannot install boto3';
  return undefined;
}

/** @returns exit code */
async function check(): Promise<number> {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-clients-'));
  const sluice = path.join(ROOT, 'bin', 'sluice.mjs');
  const up = spawn(process.execPath, [sluice, 'up', '--home', home, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const endpoint = await endpointOf(up);
    const script = path.join(import.meta.dirname, 'clients.py');
    const env = { ...process.env, ...CREDENTIALS, AWS_ENDPOINT_URL: endpoint };
    return spawnSync(PYTHON, [script], { stdio: 'inherit', env }).status ?? 1;
  } finally {
    up.kill('SIGINT');
    await new Promise((resolve) => up.once('exit', resolve));
    rmSync(home, { recursive: true, force: true });
  }
}

function endpointOf(up: ReturnType<typeof spawn>): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    up.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, endpoint] = /"endpoint":\s*"([^"]+)"/.exec(said) ?? [];
      if (endpoint !== undefined) resolve(endpoint);
    });
    up.once('exit', (code) => reject(new Error(`sluice up ended with ${code}: ${said}`)));
  });
}
