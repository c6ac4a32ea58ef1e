import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENTS } from '../../lib/config';
import { compare, type Resource, type Stacks } from './compare';

/**
 * `npm run check:upgrade`: synthesizes the tag before this commit by its own code, and this tree, and
 * ends with 1 if a resource that holds data would be removed or made anew in any environment.
 */
const root = join(import.meta.dirname, '../..');
const work = join(root, '.build/upgrade');

const git = (...args: string[]): string =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** The newest tag that is not this commit itself, or undefined: a clone may have none. */
function tagBefore(): string | undefined {
  const here = git('rev-parse', 'HEAD');
  const tags = git('tag', '--merged', 'HEAD', '--sort=-creatordate').split('\n').filter(Boolean);
  return tags.find((tag) => git('rev-list', '-n', '1', tag) !== here);
}

function checkOut(tag: string): string {
  const tree = join(work, 'before');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  const archive = execFileSync('git', ['archive', '--format=tar', tag], {
    cwd: root,
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', tree], { input: archive });
  // Packages of today: what counts is what today's deployment would do.
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

function synth(tree: string, env: string, outDir: string): Stacks {
  rmSync(outDir, { recursive: true, force: true });
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: tree,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_CONTEXT_JSON: JSON.stringify({ env }),
      CDK_OUTDIR: outDir,
      CDK_VALIDATION: 'false',
    },
  });
  if (status !== 0)
    throw new Error(`${tree} cannot be synthesized for ${env}: ${stderr.slice(-2000)}`);
  return stacksIn(outDir, env);
}

function stacksIn(outDir: string, env: string): Stacks {
  const entries = readdirSync(outDir)
    .filter((file) => file.endsWith('.template.json'))
    .flatMap((file) => {
      const stack = file.replace(`Sluice${env}`, '').replace(/(\w*?)[0-9A-F]{8}\.nested.*/, '$1');
      return Object.entries(resourcesOf(join(outDir, file))).map(([id, resource]) => [
        `${stack.startsWith('Sluice-') ? 'Root' : stack} ${id}`,
        resource,
      ]);
    });
  return Object.fromEntries(entries) as Stacks;
}

function resourcesOf(file: string): Readonly<Record<string, Resource>> {
  const template: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof template !== 'object' || template === null || !('Resources' in template)) {
    throw new Error(`${file} is no template`);
  }
  return template.Resources as Readonly<Record<string, Resource>>;
}

const tag = existsSync(join(root, '.git')) ? tagBefore() : undefined;
if (tag === undefined) {
  console.log('upgrade: no tag before this commit, nothing to compare with');
} else {
  const before = checkOut(tag);
  let lost = 0;
  for (const env of ENVIRONMENTS) {
    const old = synth(before, env, join(work, `${env}-before`));
    const result = compare(old, synth(root, env, join(work, `${env}-now`)));
    for (const line of result.lost) console.log(`  ${env}: ${line}`);
    console.log(
      `upgrade of ${env} from ${tag}: ${result.compared} stateful resources, ` +
        `${result.lost.length} replaced or removed, ${result.added.length} added`,
    );
    lost += result.lost.length;
  }
  process.exitCode = lost === 0 ? 0 : 1;
}
