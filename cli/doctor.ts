import type { Command } from 'commander';
import { configFor } from '../lib/config';
import { accountFindings } from './doctor/account';
import { bad, type Finding, type Verdict } from './doctor/finding';
import { laptopFindings } from './doctor/laptop';
import { nodeVersion } from './doctor/node';
import { Failure } from './failure';
import { plural } from './format';
import type { Printer } from './print';
import { progress } from './progress';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

export const doctorVerb = (): Command =>
  verb({
    name: 'doctor',
    summary: 'Look for what would make a deployment, or the laptop, fail',
    about:
      'For an account: credentials, bootstrap, quotas, names that are taken, Lake Formation, keys. For the\n' +
      'laptop: Node.js, memory, disk, data, engine, port. Each finding has its fix. It changes nothing.',
    examples: [
      ['sluice doctor', 'this laptop'],
      ['sluice doctor --env prod', 'before a deployment, with the credentials that deploy'],
      ['sluice doctor --env dev --json', 'for a pipeline: exit code 1 when something is bad'],
    ],
  }).action((options: Shared) =>
    inSession('doctor', options, (session) => examine(session, options)),
  );

async function examine(session: Session, { env }: Shared): Promise<void> {
  const { print } = session;
  const shown = progress(print, 'looking …');
  const findings = await (
    env === undefined ? laptopFindings(session.home) : account(session, env)
  ).finally(() => shown.clear());
  const ill = findings.filter(({ verdict }) => verdict === 'bad');
  print.result({ env: env ?? 'laptop', healthy: ill.length === 0, findings }, () =>
    printFindings(print, findings),
  );
  if (ill.length > 0) {
    throw new Failure('failed', `${plural(ill.length, 'finding')} would make it fail`);
  }
}

async function account(session: Session, env: string): Promise<readonly Finding[]> {
  try {
    const { clients, place } = await session.lake();
    return await accountFindings(clients, place, configFor(env));
  } catch (error) {
    if (!(error instanceof Failure) || error.outcome !== 'unavailable') throw error;
    // Nothing else can be looked at.
    return [
      { check: 'node', ...nodeVersion(process.versions.node) },
      { check: 'credentials', ...bad(error.message, error.next ?? 'see the message') },
    ];
  }
}

const MARK: Readonly<Record<Verdict, string>> = { ok: '✓', warn: '!', bad: '✗', unknown: '?' };

function printFindings(print: Printer, findings: readonly Finding[]): void {
  const { style } = print;
  const paint: Readonly<Record<Verdict, (text: string) => string>> = {
    ok: style.good,
    warn: style.warn,
    bad: style.bad,
    unknown: style.warn,
  };
  const width = Math.max(...findings.map(({ check }) => check.length));
  for (const { check, verdict, says, fix } of findings) {
    print.line(`${paint[verdict](MARK[verdict])} ${check.padEnd(width)}  ${says}`);
    if (fix !== undefined) print.line(`  ${' '.repeat(width)}  ${style.dim(`fix: ${fix}`)}`);
  }
}
