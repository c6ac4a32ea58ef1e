import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { alertsSince, startOf } from '../../cli/alerts';
import { toAttributes } from '../../lambdas/shared/ledger/attributes';
import { alertItemOf } from '../../lambdas/shared/alerts';
import { alertOf } from '../../lambdas/watch-records/alert';
import { seen } from '../watch-records/sightings';
import { answering, lakeWith } from './lake';

const NOW = Date.parse('2026-03-04T12:00:00Z');

describe('--since', () => {
  it.each([
    ['30m', '2026-03-04T11:30:00.000Z'],
    ['12h', '2026-03-04T00:00:00.000Z'],
    ['7d', '2026-02-25T12:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['9999d', '2025-12-04T12:00:00.000Z'], // alerts are not kept for longer
  ])('takes %s', (text, from) => {
    expect(startOf(text, NOW)).toBe(from);
  });

  it('refuses anything else', () => {
    expect(() => startOf('yesterday', NOW)).toThrow('--since yesterday: give 30m');
  });
});

describe('alerts', () => {
  it('are read day by day, oldest first', async () => {
    const sighting = seen(1, 0);
    const anomaly = { rule: 'amount', reason: 'amount.above_limit', sighting } as const;
    const item = alertItemOf(alertOf(anomaly, sighting, 'dev'), {
      outcome: 'told',
      closedAt: '2026-03-04T11:00:00.000Z',
    });
    const asked: unknown[] = [];
    const dynamo = answering(new DynamoDB({ region: 'us-east-1' }), (_, input) => {
      asked.push(input.ExpressionAttributeValues);
      return { Items: asked.length === 2 ? [toAttributes(item)] : [] };
    });
    const lake = lakeWith({ dynamo: async () => dynamo });

    const alerts = await alertsSince(lake, '2026-03-03T23:00:00.000Z', NOW);

    expect(asked).toEqual([
      { ':pk': { S: 'alerts#2026-03-03' }, ':from': { S: '2026-03-03T23:00:00.000Z' } },
      { ':pk': { S: 'alerts#2026-03-04' }, ':from': { S: '2026-03-03T23:00:00.000Z' } },
    ]);
    expect(alerts).toMatchObject([{ customer: 'c1_one', amount: '12.5', outcome: 'told' }]);
  });
});
