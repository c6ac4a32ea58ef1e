import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isObject, type JsonObject } from '../server/json';

/** A template as synthesized, with the stacks that it nests. */
export interface Stack {
  /** e.g. `Sluice-dev/Storage`. */
  readonly path: string;
  readonly template: JsonObject;
  /** By the logical id of the AWS::CloudFormation::Stack resource. */
  readonly nested: ReadonlyMap<string, Stack>;
}
export interface Assembly {
  readonly stacks: readonly Stack[];
  /** Absolute folder or file of every asset, by its object key (`<hash>.zip`). */
  readonly assets: ReadonlyMap<string, string>;
}

/**
 * The cloud assembly that `cdk synth` wrote.
 * @throws Error when the folder is none, or names a file that is absent
 */
export function readAssembly(dir: string): Assembly {
  const manifest = readJsonFile(join(dir, 'manifest.json'));
  const artifacts = Object.entries(member(manifest, 'artifacts'));
  const assets = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    if (!isObject(artifact) || artifact.type !== 'cdk:asset-manifest') continue;
    const file = member(artifact, 'properties').file;
    if (typeof file === 'string') readAssets(dir, file, assets);
  }
  const stacks: Stack[] = [];
  for (const [id, artifact] of artifacts) {
    if (!isObject(artifact) || artifact.type !== 'aws:cloudformation:stack') continue;
    const file = member(artifact, 'properties').templateFile;
    if (typeof file !== 'string') continue;
    stacks.push(readStack(join(dir, file), assets, stackName(artifact, id)));
  }
  if (stacks.length === 0) throw new Error(`no stack in the cloud assembly ${dir}: run cdk synth`);
  return { stacks, assets };
}

const stackName = (artifact: JsonObject, id: string): string => {
  const name = member(artifact, 'properties').stackName;
  return typeof name === 'string' ? name : id;
};

function readStack(file: string, assets: Assembly['assets'], path: string): Stack {
  const template = readJsonFile(file);
  const nested = new Map<string, Stack>();
  for (const [id, resource] of Object.entries(member(template, 'Resources'))) {
    if (!isObject(resource) || resource.Type !== 'AWS::CloudFormation::Stack') continue;
    const child = assets.get(templateKey(resource));
    if (child === undefined) {
      throw new Error(`the template of nested stack ${path}/${id} is no asset of the assembly`);
    }
    nested.set(id, readStack(child, assets, `${path}/${id}`));
  }
  return { path, template, nested };
}

/** Object key of a nested template: the last part of its URL, whatever joins it to the bucket's. */
function templateKey(resource: JsonObject): string {
  const url = JSON.stringify(member(resource, 'Properties').TemplateURL ?? '');
  return /\/([0-9a-f]{64}\.json)/.exec(url)?.[1] ?? '';
}

function readAssets(dir: string, file: string, assets: Map<string, string>): void {
  for (const asset of Object.values(member(readJsonFile(join(dir, file)), 'files'))) {
    if (!isObject(asset)) continue;
    const path = member(asset, 'source').path;
    if (typeof path !== 'string') continue;
    for (const destination of Object.values(member(asset, 'destinations'))) {
      const key = isObject(destination) ? destination.objectKey : undefined;
      if (typeof key === 'string') assets.set(key, resolve(dir, path));
    }
  }
}

const member = (object: JsonObject, key: string): JsonObject => {
  const value = object[key];
  return isObject(value) ? value : {};
};

function readJsonFile(path: string): JsonObject {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(parsed)) throw new Error(`${path} is not a JSON object`);
  return parsed;
}
