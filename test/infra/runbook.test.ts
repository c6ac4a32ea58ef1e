import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program } from '../../cli/main';
import { LAMBDA_NAMES } from '../../lib/build/lambdas';
import { isDescribed } from '../../lib/alarms/impacts';
import { ENVIRONMENTS, configFor } from '../../lib/config';
import { ofType, templatesOf, word } from './templates';

const text = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((part): [string, string] => {
      const [title = '', ...lines] = part.split('\n');
      return [title.trim(), lines.join('\n')];
    }),
);
/** What tells people without being an alarm of CloudWatch. */
const NOTICES = ['budget', 'unusual-cost'];

/** Options without which a command is refused. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kinesis list-stream-consumers': ['--stream-arn'],
  'kinesis put-record': ['--stream-name', '--partition-key', '--data'],
  'cloudtrail validate-logs': ['--trail-arn', '--start-time'],
  'cloudtrail start-logging': ['--name'],
  'kms cancel-key-deletion': ['--key-id'],
  'kms enable-key': ['--key-id'],
  'lambda invoke': ['--function-name', '--payload'],
  's3api delete-object': ['--bucket', '--key', '--version-id'],
};

describe('the runbook', () => {
  it.each(ENVIRONMENTS)('has a section for every alarm of %s, and none without', (env) => {
    const lake = templatesOf(env);
    const alarms = [
      ...ofType(lake, 'AWS::CloudWatch::Alarm'),
      ...ofType(lake, 'AWS::CloudWatch::CompositeAlarm'),
    ];
    const anchors = alarms.map(({ Properties }) =>
      word(Properties.AlarmDescription).replace(/^.*#/, ''),
    );

    expect(alarms.length).toBeGreaterThan(50);
    expect([...sections.keys()].sort()).toEqual([...new Set([...anchors, ...NOTICES])].sort());
  });

  it('lies where alarms say', () => {
    expect(configFor('prod').monitoring.runbook).toBe('docs/runbook.md');
  });

  it.each([...sections])(
    'tells of %s what it means, how to see it and how to fix it',
    (_, body) => {
      const parts = [...body.matchAll(/^\*\*(Meaning|See|Fix)\.\*\* (\S.*)/gm)];

      expect(parts.map(([, name]) => name)).toEqual(['Meaning', 'See', 'Fix']);
      for (const [, name, words = ''] of parts) expect(words.length, name).toBeGreaterThan(20);
    },
  );

  it('names verbs and options that there are', () => {
    const verbs = new Map(program().commands.map((verb) => [verb.name(), verb]));
    const calls = [...text.matchAll(/npx sluice ([a-z]+)([^`]*)/g)];

    expect(calls.length).toBeGreaterThan(20);
    for (const [call, name = '', rest = ''] of calls) {
      const known = verbs.get(name)?.options.map(({ long }) => long) ?? [];
      expect(known, call).toEqual(expect.arrayContaining([...(rest.match(/--[a-z-]+/g) ?? [])]));
      expect(verbs.has(name), call).toBe(true);
    }
  });

  it('gives commands of AWS that work as copied', () => {
    const calls = [...text.matchAll(/aws ([a-z0-9]+) ([a-z0-9-]+)([^`]*)/g)];

    expect(calls.length).toBeGreaterThan(8);
    for (const [call, service = '', verb = '', rest = ''] of calls) {
      // Version 2 of the CLI takes a payload as base64 unless it is told otherwise, or reads it as bytes.
      expect(call).not.toMatch(/--payload\s+(file:|'(?!.*raw-in-base64-out))/);
      const needed = NEEDED[`${service} ${verb}`];
      for (const option of needed ?? []) expect(rest, call).toContain(`${option} `);
    }
  });

  it('knows what the failing of each Lambda means', () => {
    expect(LAMBDA_NAMES.filter((name) => !isDescribed(name))).toEqual([]);
  });
});
