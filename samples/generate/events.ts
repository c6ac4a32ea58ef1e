import type { Catalogue } from './catalogue';
import { customerUpdate } from './customer-update';
import { standardCatalogue } from './history';
import type { LiveOptions, LiveRecord } from './live';
import { Random } from './random';
import { stockMovement } from './stock-movement';

type Fields = Readonly<Record<string, unknown>>;
type Make = (
  catalogue: Catalogue,
  random: Random,
  event: { readonly id: string; readonly time: number },
) => Fields;
type Spoil = (record: Fields, now: number) => Fields | string;

interface EventKind {
  readonly make: Make;
  /** What ids begin with. */
  readonly letter: string;
  /** What producers get wrong, by the reason code that the gate must give. */
  readonly bad: Readonly<Record<string, Spoil>>;
}
const DAY = 86_400_000;
const without = (record: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
const old = (now: number): string => new Date(now - 60 * DAY).toISOString();
const cutOff: Spoil = (record) => JSON.stringify(record).slice(0, -9);

/** Streams beside transactions, by bronze table. */
export const EVENTS = {
  stock_movements: {
    make: stockMovement,
    letter: 'm',
    bad: {
      'record.not_json': cutOff,
      'quantity.sign': (record) => ({ ...record, type: 'sale', quantity: 3 }),
      'field.missing': (record) => without(record, 'product_id'),
      'text.value': (record) => ({ ...record, type: 'theft' }),
      'time.too_old': (record, now) => ({ ...record, event_time: old(now) }),
    },
  },
  customer_updates: {
    make: customerUpdate,
    letter: 'u',
    bad: {
      'record.not_json': cutOff,
      'field.missing': (record) => without(record, 'customer_id'),
      'field.unknown': (record) => ({ ...record, phone: '+1 555 0100' }),
      'field.required_here': (record) => ({
        ...without(record, 'outcome'),
        event_type: 'login',
      }),
      'time.too_old': (record, now) => ({ ...record, event_time: old(now) }),
    },
  },
} as const satisfies Readonly<Record<string, EventKind>>;
export type EventTable = keyof typeof EVENTS;
export const EVENT_TABLES: readonly EventTable[] = ['stock_movements', 'customer_updates'];

/** Ground truth, counted while the events are made. */
export interface ExpectedEvents {
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Accepted records that were sent twice. */
  readonly duplicates: number;
  readonly rejectedByCode: Readonly<Record<string, number>>;
}
export interface Events {
  readonly records: readonly LiveRecord[];
  readonly expected: ExpectedEvents;
}
export type EventOptions = Pick<LiveOptions, 'seed' | 'count' | 'now' | 'duplicates' | 'bad'>;

const MINUTE_MS = 60_000;
const RECENT_MS = 10 * MINUTE_MS;

class Maker {
  private readonly random: Random;
  private readonly catalogue = standardCatalogue();
  private readonly records: LiveRecord[] = [];
  private readonly good: LiveRecord[] = [];
  private readonly rejectedByCode: Record<string, number> = {};
  private rejected = 0;
  private duplicates = 0;

  constructor(
    private readonly kind: EventKind,
    private readonly options: EventOptions,
  ) {
    this.random = new Random(options.seed);
  }

  run(): Events {
    const { count, bad, duplicates } = this.options;
    while (this.records.length < count) {
      const draw = this.random.next();
      if (draw < bad) this.sendBad();
      else if (draw < bad + duplicates && this.good.length > 0) this.sendAgain();
      else this.sendGood();
    }
    const { rejected, rejectedByCode } = this;
    const counts = { rejected, rejectedByCode, duplicates: this.duplicates };
    const expected = { records: count, accepted: count - rejected, ...counts };
    return { records: this.records, expected };
  }

  private make(): { readonly id: string; readonly fields: Fields } {
    const { now, seed } = this.options;
    const id = `${this.kind.letter}${seed}-${this.records.length + 1}`;
    const time = now - RECENT_MS + this.random.below(RECENT_MS - MINUTE_MS);
    return { id, fields: this.kind.make(this.catalogue, this.random, { id, time }) };
  }

  private sendGood(): void {
    const { id, fields } = this.make();
    const record = { partitionKey: id, data: Buffer.from(JSON.stringify(fields)) };
    this.good.push(record);
    this.records.push(record);
  }

  private sendAgain(): void {
    const record = this.good[this.random.below(this.good.length)];
    if (record === undefined) return;
    this.duplicates += 1;
    this.records.push(record);
  }

  /** Kinds take turns, so that a few show them all. */
  private sendBad(): void {
    const codes = Object.keys(this.kind.bad);
    const code = codes[this.rejected % codes.length] ?? '';
    const { id, fields } = this.make();
    const spoiled = this.kind.bad[code]?.(fields, this.options.now) ?? '';
    this.rejected += 1;
    this.rejectedByCode[code] = (this.rejectedByCode[code] ?? 0) + 1;
    const text = typeof spoiled === 'string' ? spoiled : JSON.stringify(spoiled);
    this.records.push({ partitionKey: id, data: Buffer.from(text) });
  }
}

/** Events of the last minutes, good, repeated and spoiled. The same options give the same bytes. */
export const generateEvents = (table: EventTable, options: EventOptions): Events =>
  new Maker(EVENTS[table], options).run();
