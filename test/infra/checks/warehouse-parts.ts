import { ofType, type Resource, type Templates, type Value } from '../templates';
import type { Check } from './check';
import { plain } from './compare';

export const PLACE = '${AWS::Region}:${AWS::AccountId}';
/** Use of the data key by a service on a role's behalf, as a line. */
export const keyLine = (actions: string, ...services: readonly string[]): string =>
  `Allow |  | ${actions} | <DataKey> | StringEquals(kms:ViaService: ${services
    .map((service) => `${service}.\${AWS::Region}.amazonaws.com`)
    .join(' ')})`;

/** A check of environments with a warehouse; the others have nothing of it. */
export const whereOn =
  (check: (lake: Templates, name: string) => readonly string[]): Check =>
  (lake) =>
    lake.config.warehouse === 'off'
      ? lake.all
          .filter(({ Type }) => Type.startsWith('AWS::Redshift'))
          .map(({ id }) => `${id} is there although the warehouse is off`)
      : check(lake, `sluice-${lake.env}`);

export function only(lake: Templates, type: string, stack = 'Warehouse'): Resource {
  const found = ofType(lake, type).filter((one) => one.stack === stack);
  const [one] = found;
  if (one === undefined || found.length > 1) {
    throw new Error(`${found.length} of ${type} in ${stack}, not one`);
  }
  return one;
}
export const settingsOf = ({ config }: Templates) => {
  if (config.warehouse === 'off') throw new Error('the warehouse is off');
  return config.warehouse;
};
export const without = (resource: Resource, ...names: readonly string[]): Value =>
  plain(
    Object.fromEntries(
      Object.entries(resource.Properties).filter(([name]) => ![...names, 'Tags'].includes(name)),
    ),
  );
