import { describe, expect, it } from 'vitest';
import { generateHistory } from '../../samples/generate';
import { BAD_KINDS, badRecord } from '../../samples/generate/bad-records';
import { NOW, OPTIONS, fieldsOf, judge } from './generate-support';

describe('bad records', () => {
  const judgeLive = judge('transactions', 'stream');
  const sale = generateHistory(OPTIONS)
    .transactions.map(fieldsOf)
    .find(
      ({ channel, type, currency }) => channel === 'pos' && type === 'sale' && currency === 'USD',
    );
  const time = new Date(NOW).toISOString();
  const good = { ...sale, transaction_time: time, event_time: time };

  it.each(Object.keys(BAD_KINDS))('%s is rejected with its code', (kind) => {
    const { data } = badRecord(good, Object.keys(BAD_KINDS).indexOf(kind), NOW);

    const verdict = judgeLive(data);
    const codes = verdict.accepted ? [] : verdict.reasons.map(({ code }) => String(code));
    expect(codes).toContain(BAD_KINDS[kind]?.code);
  });
});
