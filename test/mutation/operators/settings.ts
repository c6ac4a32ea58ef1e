import type { Operator } from '../mutant';
import { alarmSettings } from './alarm';
import { computeSettings } from './compute';
import { deliverySettings } from './delivery';
import { exposureSettings } from './exposure';
import { retentionSettings } from './retention';
import { changesOf } from './setting';
import { tableSettings } from './table';

const SETTINGS = [
  ...retentionSettings,
  ...exposureSettings,
  ...deliverySettings,
  ...alarmSettings,
  ...tableSettings,
  ...computeSettings,
];

/** Single properties dropped, flipped or turned. */
export const settings: Operator = (resource) =>
  SETTINGS.filter(({ type }) => type === undefined || type === resource.Type).flatMap((setting) =>
    changesOf(setting, resource),
  );
