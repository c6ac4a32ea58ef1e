import { App, CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdk from '../../cdk.json' with { type: 'json' };
import { rootStackName } from '../../lambdas/shared/names';
import { configFor, type Config, type EnvName } from '../../lib/config';
import { SluiceStack } from '../../lib/sluice-stack';

/** A value of a template: JSON, with CloudFormation's functions not resolved. */
export type Value =
  null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly Type: string;
  /** Whether CloudFormation takes tags for it, as CDK knows. */
  readonly taggable: boolean;
  readonly Properties: Readonly<Record<string, Value>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string | readonly string[];
}
export interface Templates {
  readonly env: EnvName;
  /** What the templates were made from. */
  readonly config: Config;
  /** By the name of the nested stack, e.g. `Storage`; the root is `Root`. */
  readonly stacks: Readonly<Record<string, readonly Resource[]>>;
  readonly all: readonly Resource[];
  /** By stack: what it is given and what it gives. */
  readonly ends: Readonly<Record<string, Ends>>;
}
export interface Ends {
  readonly Parameters: Value;
  readonly Outputs: Value;
}

const stub = join(import.meta.dirname, '../fixtures/infra/stub');
const synthesized = new Map<EnvName, Templates>();

/** The templates of an environment, synthesized once per test file, with a stub for each bundle. */
export function templatesOf(env: EnvName): Templates {
  const known = synthesized.get(env);
  if (known) return known;
  const templates = templatesWith(configFor(env));
  synthesized.set(env, templates);
  return templates;
}

/** The templates of a configuration that no environment has, e.g. with a switch on. */
export function templatesWith(config: Config): Templates {
  const { env } = config;
  const outdir = mkdtempSync(join(tmpdir(), 'infra-'));
  const app = new App({ context: cdk.context, autoSynth: false, outdir });
  new SluiceStack(app, rootStackName(env), {
    config,
    codeOf: () => Code.fromAsset(stub),
  });
  app.synth();
  const taggable = taggableIn(app);
  const files = readdirSync(outdir)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => ({ ...read(env, outdir, file), file }));
  const stacks = Object.fromEntries(
    files.map(({ stack, template, file }) => [
      stack,
      resourcesOf(stack, template, (id) => taggable.has(`${file} ${id}`)),
    ]),
  );
  const ends = Object.fromEntries(files.map(({ stack, template }) => [stack, endsOf(template)]));
  return { env, config, stacks, all: Object.values(stacks).flat(), ends };
}

const endsOf = (template: unknown): Ends => {
  const { Parameters = {}, Outputs = {} } = template as Partial<Ends>;
  return { Parameters, Outputs };
};

/** `<template file> <logical id>` of each resource that CDK can tag. */
const taggableIn = (app: App): ReadonlySet<string> =>
  new Set(
    app.node.findAll().flatMap((construct) => {
      if (!CfnResource.isCfnResource(construct)) return [];
      // The resource of a nested stack takes tags from its own stack only.
      if (construct.cfnResourceType === 'AWS::CloudFormation::Stack') return [];
      if (!TagManager.isTaggable(construct) && !TagManager.isTaggableV2(construct)) return [];
      const stack = Stack.of(construct);
      return [`${stack.templateFile} ${String(stack.resolve(construct.logicalId))}`];
    }),
  );

function read(
  env: EnvName,
  outdir: string,
  file: string,
): { readonly stack: string; readonly template: unknown } {
  const nested = file.endsWith('.nested.template.json');
  const name = rootStackName(env).replace('-', '');
  const stack = nested ? file.slice(name.length).replace(/[0-9A-F]{8}\.nested.*/, '') : 'Root';
  const template: unknown = JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  return { stack, template };
}

function resourcesOf(
  stack: string,
  template: unknown,
  isTaggable: (id: string) => boolean,
): readonly Resource[] {
  if (typeof template !== 'object' || template === null || !('Resources' in template)) {
    throw new Error(`template of ${stack} has no resources`);
  }
  const resources = template.Resources as Readonly<
    Record<string, Omit<Resource, 'stack' | 'id' | 'taggable'>>
  >;
  return Object.entries(resources).map(([id, resource]) => ({
    ...resource,
    Properties: resource.Properties ?? {},
    stack,
    id,
    taggable: isTaggable(id),
  }));
}

export const ofType = ({ all }: Templates, type: string): readonly Resource[] =>
  all.filter(({ Type }) => Type === type);

/** The value at a path of keys, or undefined. */
export function at(
  value: Value | undefined,
  ...path: readonly (string | number)[]
): Value | undefined {
  return path.reduce<Value | undefined>((inner, key) => {
    if (inner === null || typeof inner !== 'object') return undefined;
    return (inner as Readonly<Record<string | number, Value>>)[key];
  }, value);
}

export const listOf = (value: Value | undefined): readonly Value[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Value[]) : [value];

/** A value as JSON text, to look for what it refers to. */
export const text = (value: Value | undefined): string => JSON.stringify(value ?? null);

/** A value that should be a string. */
export const word = (value: Value | undefined): string =>
  typeof value === 'string' ? value : text(value);
