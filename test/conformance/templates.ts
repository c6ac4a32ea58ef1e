/**
 * Stock cfn-lint and checkov on the templates of every environment, nested ones included. Without python3, or
 * where its packages cannot be installed, one SKIP line; TEMPLATES_REQUIRED=1 makes that a failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../cli/home';
import { ENVIRONMENTS } from '../../lib/config';

const VENV = path.join(ROOT, '.build', 'conformance-templates');
const OUT = path.join(ROOT, '.build', 'templates');
const bin = (tool: string): string => path.join(VENV, 'bin', tool);
const PACKAGES = ['cfn-lint==1.58.0', 'checkov==3.3.30'];

const missing = prepare();
if (missing !== undefined) {
  console.log(`SKIP conformance:templates: ${missing}`);
  process.exit(process.env.TEMPLATES_REQUIRED === '1' ? 1 : 0);
}
rmSync(OUT, { recursive: true, force: true });
const synthesized = ENVIRONMENTS.map(synth).every(Boolean);
const passed = synthesized && [lint(), scan()].every(Boolean);
process.exit(passed ? 0 : 1);

function prepare(): string | undefined {
  const done = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!done('python3', '--version')) return 'no python3';
  // The last file that pip writes: importing either package takes seconds.
  if (existsSync(bin('checkov')) && existsSync(bin('cfn-lint'))) return undefined;
  if (!done('python3', '-m', 'venv', VENV)) return 'python3 has no venv';
  if (!done(bin('python'), '-m', 'pip', 'install', '-q', ...PACKAGES)) {
    return 'pip cannot install cfn-lint and checkov';
  }
  return undefined;
}

function synth(env: string): boolean {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_CONTEXT_JSON: JSON.stringify({ env }),
      CDK_OUTDIR: path.join(OUT, env),
      CDK_VALIDATION: 'false',
    },
  });
  if (status !== 0) console.log(`templates of ${env} cannot be made: ${stderr.slice(-2000)}`);
  return status === 0;
}

function templates(): readonly string[] {
  return ENVIRONMENTS.flatMap((env) =>
    readdirSync(path.join(OUT, env))
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => path.join(OUT, env, file)),
  );
}

/** Warnings count too, but for the two that CDK's own way of nesting causes. */
function lint(): boolean {
  const files = templates();
  const ignored = Object.keys(skipped('cfn-lint'));
  const { status, stdout } = spawnSync(
    bin('cfn-lint'),
    ['--ignore-checks', ...ignored, '--', ...files],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) console.log(stdout.slice(-6000));
  console.log(
    `cfn-lint: ${files.length} templates, ${status === 0 ? 'no findings' : 'findings above'}`,
  );
  return status === 0;
}

function scan(): boolean {
  const skips = Object.keys(skipped('checkov')).join();
  const { status, stdout, stderr } = spawnSync(
    bin('checkov'),
    [
      ...['--directory', OUT, '--framework', 'cloudformation', '--skip-download'],
      ...['--compact', '--quiet', '--skip-check', skips],
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, LOG_LEVEL: 'ERROR' } },
  );
  const counts = /Passed checks: \d+, Failed checks: \d+/.exec(stdout)?.[0] ?? 'no findings';
  if (status !== 0) console.log(stdout.slice(-6000) || stderr.slice(-2000));
  console.log(`checkov: ${counts}`);
  return status === 0;
}

/** Rules that do not apply, each with its reason: `templates-skipped.yml` beside this file. */
function skipped(tool: string): Readonly<Record<string, string>> {
  const lists: unknown = parse(
    readFileSync(path.join(import.meta.dirname, 'templates-skipped.yml'), 'utf8'),
  );
  if (typeof lists !== 'object' || lists === null || !(tool in lists)) {
    throw new Error(`templates-skipped.yml has no list for ${tool}`);
  }
  return (lists as Readonly<Record<string, Record<string, string>>>)[tool] ?? {};
}
