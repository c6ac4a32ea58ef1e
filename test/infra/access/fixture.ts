import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Call, isCall } from '../../../local/access/calls';
import type { Resources } from '../../../local/assembly/resources';
import { labelled } from './resolved';

/** What the end-to-end run calls; `npm run record:calls` writes it anew. */
export const CALLS_FILE = join(import.meta.dirname, '../../fixtures/access/calls.json');

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** @throws Error when the value is no list of calls */
function callsOf(value: unknown): readonly Call[] {
  if (!isList(value) || !value.every(isCall)) throw new Error('not a list of recorded calls');
  return value;
}

/** Recorded calls with labels for names of CloudFormation's making, sorted. */
export function generalised(value: unknown, resources: Resources): readonly Call[] {
  const names = [...labelled(resources)].sort(([, a], [, b]) => b.length - a.length);
  const text = names.reduce(
    (whole, [label, arn]) => whole.replaceAll(JSON.stringify(arn), JSON.stringify(`<${label}>`)),
    JSON.stringify(callsOf(value)),
  );
  return [...callsOf(JSON.parse(text))].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}
const sortKey = (call: Call): string => JSON.stringify(call);

const text = readFileSync(CALLS_FILE, 'utf8');

/** The recorded calls as an environment would make them. */
export function callsIn(env: string, resources: Resources): readonly Call[] {
  const named = [...labelled(resources)].reduce(
    (whole, [label, arn]) => whole.replaceAll(JSON.stringify(`<${label}>`), JSON.stringify(arn)),
    text.replaceAll(/\bsluice-dev(?=[-"])/g, `sluice-${env}`),
  );
  return callsOf(JSON.parse(named));
}
