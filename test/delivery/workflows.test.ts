import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import pkg from '../../package.json' with { type: 'json' };
import { ENVIRONMENTS } from '../../lib/config';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const files = readdirSync(folder).filter((file) => file.endsWith('.yml'));

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const nodeOf = (value: unknown): Node => (isNode(value) ? value : {});
const workflow = (file: string): Node => nodeOf(parse(readFileSync(join(folder, file), 'utf8')));
const jobsOf = (file: string): readonly (readonly [string, Node])[] =>
  Object.entries(nodeOf(workflow(file).jobs)).map(([id, job]) => [`${file} ${id}`, nodeOf(job)]);
const jobs = files.flatMap(jobsOf);
const stepsOf = (job: Node): readonly Node[] =>
  Array.isArray(job.steps) ? job.steps.map(nodeOf) : [];
const commands = jobs.flatMap(([where, job]) =>
  stepsOf(job).map(({ run }) => [where, typeof run === 'string' ? run : ''] as const),
);

/** What a job may do besides reading the code, and why it has to. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  'pull-request.yml diff': ['id-token: write', 'pull-requests: write'],
  'deploy.yml dev': ['id-token: write'],
  'deploy.yml staging': ['id-token: write'],
  'deploy.yml prod': ['id-token: write'],
  'deploy.yml release': ['contents: write'],
  'deploy-environment.yml deploy': ['id-token: write'],
  'security.yml code': ['security-events: write'],
};

describe('the workflows', () => {
  it('are there', () => {
    expect(files.sort()).toEqual([
      'deploy-environment.yml',
      'deploy.yml',
      'pull-request.yml',
      'security.yml',
    ]);
  });

  it('pin every action by its commit, with its version beside it', () => {
    const uses = files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/uses: (.+)$/gm)].map((found) => [
        file,
        found[1] ?? '',
      ]),
    );

    expect(uses.length).toBeGreaterThan(20);
    for (const [file, action] of uses) {
      expect(action, file).toMatch(
        /^\.\/\.github\/|^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/,
      );
    }
  });

  it('pin an action to one commit everywhere', () => {
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const commits = new Map<string, Set<string>>();
    for (const [, action = '', commit = ''] of text.matchAll(/uses: ([\w-]+\/[\w-]+)\S*@(\w+)/g)) {
      commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    }

    for (const [action, seen] of commits) expect([...seen], action).toHaveLength(1);
  });

  it('run no code of a fork with rights, and trust nobody else to start them', () => {
    const triggers = files.flatMap((file) => Object.keys(nodeOf(workflow(file).on)));

    expect(new Set(triggers)).toEqual(
      new Set(['pull_request', 'push', 'schedule', 'workflow_call']),
    );
    const [, diff] = jobs.find(([where]) => where === 'pull-request.yml diff') ?? [];
    expect(diff?.if).toContain('head.repo.full_name == github.repository');
  });

  it('give no right by default, and each job no more than it needs', () => {
    for (const file of files) expect(workflow(file).permissions, file).toEqual({});
    expect(jobs.length).toBeGreaterThan(10);
    for (const [where, job] of jobs) {
      const given = Object.entries(nodeOf(job.permissions)).map(
        ([on, right]) => `${on}: ${String(right)}`,
      );
      expect(given.filter((right) => !right.endsWith(': read')).sort(), where).toEqual(
        [...(WRITES[where] ?? [])].sort(),
      );
      expect(job.permissions, where).toBeDefined();
    }
  });

  it('leave no token in the working tree', () => {
    const checkouts = jobs.flatMap(([, job]) =>
      stepsOf(job).filter(({ uses }) => String(uses).startsWith('actions/checkout@')),
    );

    expect(checkouts.length).toBeGreaterThan(8);
    for (const step of checkouts) expect(nodeOf(step.with)['persist-credentials']).toBe(false);
  });

  it('put nothing from outside into a shell', () => {
    // A title or a branch's name is text of anybody: `${{ }}` would make it part of the script.
    for (const [where, command] of commands) {
      expect(command.replaceAll('${{ matrix.env }}', ''), where).not.toContain('${{');
    }
  });

  it('call scripts that exist', () => {
    const scripts = commands.flatMap(([where, command]) =>
      [...command.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map((found) => [
        where,
        found[1] ?? '',
      ]),
    );
    const tools = commands.flatMap(([where, command]) =>
      [...command.matchAll(/\.ci\/[\w-]+/g)].map((found) => [where, found[0]]),
    );

    expect(scripts.length).toBeGreaterThan(4);
    for (const [where, script] of scripts)
      expect(Object.keys(pkg.scripts), where).toContain(script);
    expect(tools.length).toBeGreaterThan(4);
    for (const [where = '', tool = ''] of tools)
      expect(existsSync(join(root, tool)), where).toBe(true);
  });

  it('deploy dev, staging and prod one after the other, each in its own environment', () => {
    const chain = ENVIRONMENTS.map((env) => nodeOf(nodeOf(workflow('deploy.yml').jobs)[env]));
    const [, deploy] = jobs.find(([where]) => where === 'deploy-environment.yml deploy') ?? [];

    expect(chain.map(({ needs }) => needs)).toEqual(['check', 'dev', 'staging']);
    expect(chain.map((job) => nodeOf(job.with).environment)).toEqual(ENVIRONMENTS);
    expect(deploy?.environment).toBe('${{ inputs.environment }}');
    const keys = stepsOf(deploy ?? {}).map(({ with: given }) => nodeOf(given)['aws-access-key-id']);
    expect(keys.filter((key) => key !== undefined)).toEqual([]);
  });

  it('try each deployment out, and go back when that fails', () => {
    const [, deploy] = jobs.find(([where]) => where === 'deploy-environment.yml deploy') ?? [];
    const runs = stepsOf(deploy ?? {}).map(({ run, if: when }) => `${String(when)} ${String(run)}`);
    const place = (part: string): number => runs.findIndex((run) => run.includes(part));

    expect(place('.ci/smoke')).toBeGreaterThan(place('.ci/deploy'));
    const back = runs.find((run) => run.includes('git checkout'));
    expect(back).toContain("failure() && steps.smoke.outcome == 'failure'");
    expect(back).toContain('.ci/deploy "$TARGET" --unguarded');
    // 4 is "could not be tried", see `.ci/smoke`.
    expect(back).toContain("steps.smoke.outputs.code != '4'");
  });

  it('fail when the first part of a pipe does', () => {
    for (const file of files) {
      expect(nodeOf(nodeOf(workflow(file).defaults).run).shell, file).toBe('bash');
    }
  });

  it('let what looks for secrets read the commits of a pull request', () => {
    const [, secrets] = jobs.find(([where]) => where === 'security.yml secrets') ?? [];

    expect(nodeOf(secrets?.permissions)['pull-requests']).toBe('read');
  });

  it('test the three environments before they are deployed', () => {
    const [, templates] = jobs.find(([where]) => where === 'pull-request.yml templates') ?? [];

    expect(nodeOf(nodeOf(templates?.strategy).matrix).env).toEqual(ENVIRONMENTS);
  });
});
