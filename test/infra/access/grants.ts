import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENTS, type EnvName } from '../../../lib/config';
import { plain } from '../checks/compare';
import { named } from '../checks/named';
import { at, word, type Resource, type Templates, type Value } from '../templates';

export const GRANTS_PAGE = join(import.meta.dirname, '../../../docs/grants.md');

/** Statements by what holds them, e.g. `Ingestion/FilesIngestRole`. */
export type Grants = ReadonlyMap<string, readonly string[]>;

const lines = new WeakMap<Resource, readonly string[]>();

/**
 * Every statement of every policy, wherever it stands in a resource, one line each. Remembered by resource: templates
 * that differ in one resource share the others.
 */
export function grantsOf(lake: Templates): Grants {
  const grants = new Map<string, readonly string[]>();
  for (const resource of lake.all) {
    const known = lines.get(resource) ?? grantsIn(resource, lake.env);
    lines.set(resource, known);
    if (known.length > 0) grants.set(holderOf(resource), known);
  }
  return grants;
}

const holderOf = ({ stack, id }: Resource): string => `${stack}/${id.replace(/[0-9A-F]{8}$/, '')}`;

function grantsIn(resource: Resource, env: EnvName): readonly string[] {
  const { Type, Properties } = resource;
  const found =
    Type === 'AWS::Lambda::Permission'
      ? [{ Effect: 'Allow', ...Properties }]
      : statementsIn(Properties);
  const roles = Properties.Roles === undefined ? [] : [`for ${listed(plain(Properties.Roles))}`];
  return found.length === 0
    ? []
    : [...roles, ...found.map((one) => lineOf(plain(one)))].map((line) => named(line, env));
}

/** Every object with an effect, however deep. */
function statementsIn(value: Value | undefined): readonly Value[] {
  if (value === null || value === undefined || typeof value !== 'object') return [];
  if ('Effect' in value) return [value];
  return Object.values(value as Readonly<Record<string, Value>>).flatMap(statementsIn);
}

/** `Allow Action=s3:GetObject | Resource=… | Condition=…`, everything but its name. */
function lineOf(statement: Value): string {
  const fields = Object.entries(statement as Readonly<Record<string, Value>>)
    .filter(([key]) => key !== 'Effect' && key !== 'Sid')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${word(at(statement, 'Effect'))} ${fields.map(([key, value]) => `${key}=${listed(value)}`).join(' | ')}`;
}

/** Lists in their alphabet, objects by their keys. */
function listed(value: Value | undefined): string {
  if (value === null || value === undefined || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(listed).sort().join(' ');
  return Object.entries(value as Readonly<Record<string, Value>>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${key}(${listed(inner)})`)
    .join(' ');
}

const HEADING = '## ';
const ONLY = /^\[([a-z ]+)\] /;

/** The page: what every environment grants, one section a holder; a line of some environments begins with them. */
export function grantsPage(byEnvironment: ReadonlyMap<EnvName, Grants>): string {
  const holders = [...new Set([...byEnvironment.values()].flatMap((one) => [...one.keys()]))];
  const sections = holders.sort().map((holder) => {
    const given = new Map<string, EnvName[]>();
    for (const [env, grants] of byEnvironment) {
      for (const line of grants.get(holder) ?? [])
        given.set(line, [...(given.get(line) ?? []), env]);
    }
    const shown = [...given].map(([line, envs]) =>
      envs.length === byEnvironment.size ? line : `[${envs.join(' ')}] ${line}`,
    );
    return [`${HEADING}${holder}`, '', '```text', ...shown, '```', ''].join('\n');
  });
  return sections.join('\n');
}

/** What the page grants in an environment. */
export function grantsStated(env: EnvName, page = readFileSync(GRANTS_PAGE, 'utf8')): Grants {
  const grants = new Map<string, string[]>();
  const [, ...sections] = page.split(`\n${HEADING}`);
  for (const section of sections) {
    const [holder = '', ...rest] = section.split('\n');
    const stated = rest
      .filter((line) => line !== '' && !line.startsWith('```'))
      .filter((line) => ONLY.exec(line)?.[1]?.split(' ').includes(env) ?? true)
      .map((line) => line.replace(ONLY, ''));
    if (stated.length > 0) grants.set(holder, stated);
  }
  return grants;
}

/** The page up to its first section, which is written by hand. */
export const introduction = (page: string): string => page.split(`\n${HEADING}`)[0] ?? '';

export const everywhere = (of: (env: EnvName) => Grants): ReadonlyMap<EnvName, Grants> =>
  new Map(ENVIRONMENTS.map((env) => [env, of(env)]));
