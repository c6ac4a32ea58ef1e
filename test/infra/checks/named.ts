import type { EnvName } from '../../../lib/config';
import { word, type Value } from '../templates';
import { plain } from './compare';

const OF_ANOTHER_STACK = /\$\{referenceto\w*?Outputs(\w+?)\}/g;
/** What names a file by its content: the line of a right is the same whatever stands in the file. */
const OF_CONTENT = /\b[0-9a-f]{64}(?=\.\w)/g;
const OF_THIS_STACK = /\$\{(\w+?)[0-9A-F]{8}((?:\.\w+)*)\}/g;

/**
 * References by the resource they lead to, e.g. `<Storage.LakeBucket>`, without contents of files and the
 * name of the environment.
 */
export function named(line: string, env: EnvName): string {
  return line
    .replaceAll(OF_ANOTHER_STACK, (_all, output: string) => `<${outputName(output, env)}>`)
    .replaceAll(OF_THIS_STACK, '<$1$2>')
    .replaceAll(/\$\{(AWS::\w+)\}/g, '<$1>')
    .replaceAll(OF_CONTENT, '<content>')
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
