import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Value } from '../infra/templates';

/** What MiniStack 1.5.33 refuses to make. */
const UNKNOWN_TYPES = [
  'AWS::Budgets::Budget',
  'AWS::CE::AnomalyMonitor',
  'AWS::CE::AnomalySubscription',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::CompositeAlarm',
];
interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, Value>>;
  DependsOn?: string | readonly string[];
}
interface Template {
  readonly Resources: Record<string, Resource>;
}

const templatesIn = (assembly: string): readonly string[] =>
  readdirSync(assembly)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => path.join(assembly, file));

function read(file: string): Template {
  const template: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isTemplate(template)) throw new Error(`${file} is no template`);
  return template;
}
const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' && value !== null && 'Resources' in value;

const kindOf = ({ Type, Properties }: Resource): string =>
  Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined
    ? `${Type} of metric math`
    : Type;

/** Takes resources out of the templates of an assembly that the emulator does not know; answers their kinds with counts. */
export function leaveOut(assembly: string): readonly string[] {
  const left = new Map<string, number>();
  for (const file of templatesIn(assembly)) {
    const template = read(file);
    const gone = Object.entries(template.Resources).filter(
      ([, resource]) => UNKNOWN_TYPES.includes(resource.Type) || kindOf(resource).includes('math'),
    );
    for (const [id, resource] of gone) {
      left.set(kindOf(resource), (left.get(kindOf(resource)) ?? 0) + 1);
      delete template.Resources[id];
    }
    const ids = gone.map(([id]) => id);
    for (const resource of Object.values(template.Resources)) {
      if (resource.DependsOn === undefined) continue;
      resource.DependsOn = [resource.DependsOn].flat().filter((id) => !ids.includes(id));
    }
    writeFileSync(file, JSON.stringify(template));
  }
  return [...left].map(([kind, count]) => `${count} ${kind.replace('AWS::', '')}`);
}

/** Stacks of an assembly with the root's, and the resources of all. */
export function resourceCount(assembly: string): {
  readonly stacks: number;
  readonly resources: number;
} {
  const counts = templatesIn(assembly).map((file) => Object.keys(read(file).Resources).length);
  return { stacks: counts.length, resources: counts.reduce((sum, count) => sum + count, 0) };
}
