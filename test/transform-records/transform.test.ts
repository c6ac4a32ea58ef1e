import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { contractOfTable } from '../../lambdas/shared/contracts';
import { compileValidator } from '../../lambdas/shared/contracts/compile-validator';
import { createGate } from '../../lambdas/shared/gate/gate';
import { recordsOf } from '../../lambdas/transform-records/event';
import { judgeByArrival, transform } from '../../lambdas/transform-records/transform';
import { columnsOf, openGate, settings, tokens } from '../gate/door';

const event: unknown = JSON.parse(
  readFileSync(new URL('../fixtures/events/firehose/mixed.json', import.meta.url), 'utf8'),
);
const contract = contractOfTable('transactions');
const isCanonical = compileValidator(contract);
const judge = judgeByArrival((now) => createGate(contract, { settings, tokens, isCanonical, now }));
const lineOf = (data: string): string => Buffer.from(data, 'base64').toString();

describe('the answer to Firehose', () => {
  const records = recordsOf(event);
  const answer = transform(records, contract, judge);

  it('has every record once, in order, none dropped or failed', () => {
    expect(answer.records.map(({ recordId }) => recordId)).toEqual(
      records.map(({ recordId }) => recordId),
    );
    expect(answer.records.every(({ result }) => result === 'Ok')).toBe(true);
    expect(answer).toMatchObject({ accepted: 2, rejected: 4, postponed: 0 });
    expect(answer.codes).toEqual({
      'decimal.range': 1,
      'record.not_json': 1,
      'record.not_utf8': 1,
      'record.empty': 1,
    });
  });

  it('sends accepted rows to bronze by business date and rejected ones to quarantine by arrival', () => {
    const keys = answer.records.map((reply) =>
      reply.result === 'Ok' ? reply.metadata.partitionKeys : {},
    );
    const bronze = { table: 'transactions', key: 'business_date', day: '2026-06-15' };
    const quarantine = { table: 'quarantine', key: 'arrival_date', day: '2026-06-15' };

    expect(keys).toEqual([bronze, quarantine, quarantine, quarantine, quarantine, bronze]);
  });

  it('holds one line of JSON per record, with its position and its own time of arrival', () => {
    const lines = answer.records.map((reply) => (reply.result === 'Ok' ? lineOf(reply.data) : ''));

    expect(
      lines.every((line) => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1),
    ).toBe(true);
    expect(columnsOf(lines[0] ?? '')).toMatchObject({
      _ingested_at: '2026-06-15T12:00:00.000Z',
      _sequence: '49590338271490256608559692538361571095921575989136588890',
      _subsequence: 0,
    });
    expect(columnsOf(lines[5] ?? '')).toMatchObject({
      transaction_id: 'café 😀',
      _ingested_at: '2026-06-15T12:00:00.005Z',
      _subsequence: 5,
    });
  });

  it('is the same when Firehose asks again', () => {
    expect(transform(records, contract, judge)).toEqual(answer);
  });

  it('stays below its limit: what finds no room is left to be replayed', () => {
    const many = Array.from({ length: 50 }, () => records).flat();
    const limit = 60_000;

    const {
      records: replies,
      postponed,
      accepted,
      rejected,
    } = transform(many, contract, judge, limit);

    expect(JSON.stringify({ records: replies }).length).toBeLessThanOrEqual(limit);
    expect(replies.length).toBe(many.length);
    expect(postponed).toBeGreaterThan(100);
    expect(accepted + rejected + postponed).toBe(many.length);
    expect(accepted).toBeGreaterThan(5);
    expect(new Set(replies.map(({ result }) => result))).toEqual(
      new Set(['Ok', 'ProcessingFailed']),
    );
  });

  it('counts bytes that are larger than the record, so that Lambda never fails the batch', () => {
    const { records: replies } = transform(records, contract, judge);
    const sizes = replies.map(
      (reply) => JSON.stringify(reply).length - (reply.result === 'Ok' ? reply.data.length : 0),
    );

    expect(Math.max(...sizes)).toBeLessThan(180 + 62);
  });
});

describe('one poison record', () => {
  it('costs nothing but itself, even when the gate breaks on it', () => {
    const broken = createGate(contract, {
      settings,
      isCanonical,
      tokens: {
        token: (domain, canonical) => {
          if (canonical === 'household_1') throw new Error('household_1 broke it');
          return tokens.token(domain, canonical);
        },
      },
      now: () => Date.UTC(2026, 5, 15, 12),
    });
    const records = recordsOf(event);

    const answer = transform(records, contract, (record, origin) =>
      broken.judge(Buffer.from(record.data, 'base64'), origin),
    );

    expect(answer.records.length).toBe(records.length);
    expect(answer.codes['gate.fault']).toBe(2);
    expect(
      JSON.stringify(
        answer.records.map((reply) => (reply.result === 'Ok' ? lineOf(reply.data) : '')),
      ),
    ).not.toContain('household_1');
  });
});

describe('an event', () => {
  it.each([
    [undefined],
    [{}],
    [{ records: [{}] }],
    [{ records: [{ recordId: 'a' }] }],
    [{ records: [null] }],
  ])('of another kind is a fault: %j', (other) => {
    expect(() => recordsOf(other)).toThrow('not a Firehose transformation');
  });

  it('may lack the position of a record', () => {
    const [record] = recordsOf({
      records: [{ recordId: 'a', data: '', approximateArrivalTimestamp: 5 }],
    });

    expect(record).toEqual({
      recordId: 'a',
      data: '',
      arrivedAt: 5,
      shard: '',
      sequence: '',
      subsequence: 0,
    });
  });
});

describe('the handler', () => {
  it('answers by the contract and settings of its environment', async () => {
    vi.stubEnv('CONTRACT', 'transactions');
    vi.stubEnv('HMAC_KEY_ID', 'alias/key');
    vi.stubEnv('GATE_SETTINGS', JSON.stringify(settings));
    const generateMac = vi.fn(({ Message }: { Message: Uint8Array }) =>
      Promise.resolve({ Mac: Message }),
    );
    generateMac.mockRejectedValueOnce(new Error('throttled'));
    vi.doMock('../../lambdas/shared/clients/kms', () => ({
      kms: () => Promise.resolve({ generateMac }),
    }));
    vi.spyOn(console, 'log').mockReturnValue();
    const { handler } = await import('../../lambdas/transform-records/handler');

    await expect(handler(event)).rejects.toThrow('throttled');
    const { records } = await handler(event);
    await handler(event);

    expect(records.length).toBe(6);
    expect(generateMac).toHaveBeenCalledTimes(8); // four domains, twice: the first attempt failed
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('judges like the gate that was asked for bytes', () => {
    const [first] = recordsOf(event);
    const gate = openGate();
    const origin = {
      door: 'stream',
      shard: 's',
      sequence: '1',
      subsequence: 0,
      ingestedAt: 'x',
      source: '',
    } as const;
    const bytes = Buffer.from(first?.data ?? '', 'base64');

    expect(gate.judgeAscii(bytes.toString(), origin)).toEqual(gate.judge(bytes, origin));
    expect(gate.judgeAscii('', origin)).toEqual(gate.judge(new Uint8Array(), origin));
    expect(gate.judgeAscii('x'.repeat(262_145), origin)).toEqual(
      gate.judge(Buffer.alloc(262_145, 'x'), origin),
    );
  });
});
