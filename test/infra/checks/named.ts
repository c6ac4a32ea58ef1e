import type { EnvName } from '../../../lib/config';
import { word, type Value } from '../templates';
import { plain } from './compare';

const OF_ANOTHER_STACK = /\$\{referenceto\w*?Outputs(\w+?)\}/g;
const OF_THIS_STACK = /\$\{(\w+?)[0-9A-F]{8}((?:\.\w+)*)\}/g;

/** References by the resource they lead to, e.g. `<Storage.LakeBucket>`, and without the environment's name. */
export function named(line: string, env: EnvName): string {
  return line
    .replaceAll(OF_ANOTHER_STACK, (_all, output: string) => `<${outputName(output, env)}>`)
    .replaceAll(OF_THIS_STACK, '<$1$2>')
    .replaceAll(/\$\{(AWS::\w+)\}/g, '<$1>')
    .replaceAll(`sluice-${env}`, 'sluice-<env>');
}

function outputName(output: string, env: EnvName): string {
  const path = output.replace(`Sluice${env}`, '');
  const [, stack = '', name = '', end = ''] =
    /^([A-Z][a-z]+)(\w+?)[0-9A-F]{8}(\w*)$/.exec(path) ?? [];
  return name === '' ? path : `${stack}.${name}${end === 'Ref' ? '' : `.${end}`}`;
}

/** A value in one word, e.g. `<Storage.LakeBucket>`. */
export const written = (value: Value | undefined, env: EnvName): string =>
  named(word(plain(value)), env);
