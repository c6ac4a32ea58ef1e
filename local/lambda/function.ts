import type { Resource } from '../assembly/resources';
import {
  type Json,
  isObject,
  optionalInteger,
  optionalObject,
  optionalText,
  text,
} from '../server/json';

/** A function of the template, ready to run. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** ARN of the role whose permissions the handler has. */
  readonly roleArn: string;
  /** Absolute folder of the bundled asset. */
  readonly folder: string;
  /** e.g. `handler.handler`. */
  readonly handler: string;
  readonly timeoutMs: number;
  /** Of the template; the worker's heap is limited to it. */
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws Error when the asset is not in the assembly */
export function functionSettings(
  { name, arn, properties }: Resource,
  assets: ReadonlyMap<string, string>,
): FunctionSettings {
  const key = text(optionalObject(properties, 'Code') ?? {}, 'S3Key');
  const folder = assets.get(key);
  if (folder === undefined) throw new Error(`function ${name}: no asset ${key} in the assembly`);
  const variables = optionalObject(optionalObject(properties, 'Environment') ?? {}, 'Variables');
  return {
    name,
    arn,
    roleArn: optionalText(properties, 'Role') ?? '',
    folder,
    handler: text(properties, 'Handler'),
    timeoutMs: (optionalInteger(properties, 'Timeout') ?? 3) * 1000,
    memoryMb: optionalInteger(properties, 'MemorySize') ?? 128,
    environment: Object.fromEntries(
      Object.entries(variables ?? {}).map(([variable, value]) => [variable, String(value)]),
    ),
  };
}

/** Functions that run on Node.js from an asset; others (custom resources of CDK) have no part in the laptop. */
export const isServed = ({ properties }: Resource): boolean => {
  const runtime: Json | undefined = properties.Runtime;
  const code = properties.Code;
  const hasAsset = isObject(code) && typeof code.S3Key === 'string';
  return typeof runtime === 'string' && runtime.startsWith('nodejs') && hasAsset;
};
