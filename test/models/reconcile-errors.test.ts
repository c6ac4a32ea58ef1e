import { describe, it } from 'vitest';
import { expectRefused } from './refused';
import { type Parts } from './model-text';

describe('what the compiler refuses in a reconcile, with file and line', () => {
  it.each<[string, Parts, string]>([
    [
      'a reconcile without measures',
      { more: ['reconcile: {about: a, select: "SELECT 1 AS slice FROM ${bronze}.transactions"}'] },
      ':12 a reconcile needs measures',
    ],
    [
      'a reconcile without a slice',
      {
        more: [
          'reconcile: {about: a, select: "SELECT count(*) AS n FROM ${bronze}.transactions", measures: {n: count(*)}}',
        ],
      },
      ':12 reconcile answers no column slice',
    ],
    [
      'a reconcile without its measure',
      {
        more: [
          'reconcile: {about: a, select: "SELECT \'\' AS slice FROM ${bronze}.transactions", measures: {n: count(*)}}',
        ],
      },
      ':12 reconcile answers no column n',
    ],
    [
      'a reconcile of an unknown table',
      {
        more: [
          'reconcile: {about: a, select: "SELECT \'\' AS slice, count(*) AS n FROM ${gold}.x", measures: {n: count(*)}}',
        ],
      },
      ':12 unknown table gold.x',
    ],
    [
      'a clock in a measure',
      {
        more: [
          'reconcile: {about: a, select: "SELECT \'\' AS slice, count(*) AS n FROM ${bronze}.transactions", measures: {n: now()}}',
        ],
      },
      ':12 now() has no clock',
    ],
  ])('%s', (_name, parts, message) => {
    expectRefused(parts, message);
  });
});
