import type { EnvName } from '../../lib/config';

/** References without hashes and environment, so that one list holds for all environments. */
export const stable = (line: string, env: EnvName): string =>
  line
    .replaceAll(
      /<referenceto\w*?Resource[0-9A-F]{8}Outputs(\w+?)[0-9A-F]{8}(Arn|Name)>/g,
      '<$1.$2>',
    )
    .replaceAll(/[0-9A-F]{8}\.(Arn|Name)>/g, '.$1>')
    .replaceAll(new RegExp(`Sluice-?${env}/?`, 'g'), '')
    .replaceAll(`sluice-${env}`, 'sluice-<env>');
