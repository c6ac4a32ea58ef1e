import { matrixOf } from '../access/matrix';
import type { Checks } from './check';

/** The end-to-end run against the policies of the roles, and the other way round. */
export const accessChecks: Checks = {
  'every call of the end-to-end run is allowed': (lake) => matrixOf(lake).missing,
  'every allowed action is used, or written down with its reason': (lake) => matrixOf(lake).unused,
  'every right holds against the policies of buckets, keys, topics and queues': (lake) =>
    matrixOf(lake).refused,
  'no action has a wildcard': (lake) => matrixOf(lake).wildcards,
  'a call with another prefix, bucket, key, account or action is denied': (lake) =>
    matrixOf(lake).survived,
};
