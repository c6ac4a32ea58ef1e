import { badRecord } from './bad-records';
import { contestedPair } from './contested';
import { Tally, type Expected } from './expected';
import { anyTransaction, standardCatalogue } from './history';
import { Random } from './random';
import { retailTransaction } from './retail';
import { recordOf, type Transaction } from './transaction';

export interface LiveOptions {
  readonly seed: number;
  /** Records, all kinds together. */
  readonly count: number;
  /** Epoch milliseconds at which they are sent. */
  readonly now: number;
  /** Shares of the records, from 0 to 1: sent twice, arriving late or in two states, to be rejected. */
  readonly duplicates: number;
  readonly late: number;
  readonly bad: number;
  /** Share of records in pairs that disagree, half of them conflicts, half of them moves; default 0. */
  readonly contested?: number;
}
export interface LiveRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}
export interface Live {
  readonly records: readonly LiveRecord[];
  readonly expected: Expected;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Inside the stream's window of 35 days. */
const LATE_DAYS = 30;
/** Records overtake each other by at most this many places, as shards and retries make them. */
const OVERTAKING = 50;

class Traffic {
  private readonly random: Random;
  private readonly catalogue = standardCatalogue();
  private readonly tally = new Tally();
  private readonly sent: LiveRecord[] = [];
  /** Positions of accepted records: only they are sent twice. */
  private readonly good: number[] = [];
  private made = 0;
  private spoiled = 0;
  private pairs = 0;

  constructor(private readonly options: LiveOptions) {
    this.random = new Random(options.seed);
  }

  run(): Live {
    const { count, bad, duplicates, late, contested = 0 } = this.options;
    const pairs = Math.round((count * contested) / 2);
    while (this.sent.length < count) {
      // spread evenly, and counted: a small run shows both kinds too
      if (this.isPairDue(pairs)) {
        this.sendContested();
        continue;
      }
      const draw = this.random.next();
      if (draw < bad) this.sendBad();
      else if (draw < bad + duplicates && this.good.length > 0) this.sendAgain();
      else if (draw < bad + duplicates + late) this.sendLate(count);
      else this.sendNew(this.recent());
    }
    return { records: this.shuffled(), expected: this.tally.expected() };
  }

  private isPairDue(pairs: number): boolean {
    const { count } = this.options;
    const [sent, made] = [this.sent.length, this.pairs];
    return made < pairs && sent + 2 <= count && sent * pairs >= made * count;
  }

  private recent(): number {
    return this.options.now - this.random.below(10 * MINUTE);
  }

  private transaction(time: number): Transaction {
    this.made += 1;
    const id = `l${this.options.seed}-${this.made}`;
    return anyTransaction(this.catalogue, this.random, id, { timeAt: () => time });
  }

  private send(partitionKey: string, data: Uint8Array): void {
    this.sent.push({ partitionKey, data });
  }

  private sendState(transaction: Transaction, eventTime: number): void {
    this.tally.state(transaction);
    this.good.push(this.sent.length);
    this.send(transaction.id, Buffer.from(JSON.stringify(recordOf(transaction, eventTime))));
  }

  private sendNew(time: number): void {
    this.sendState(this.transaction(time), time);
  }

  private sendAgain(): void {
    const record = this.sent[this.good[this.random.below(this.good.length)] ?? 0];
    if (record === undefined) return;
    this.tally.duplicate();
    this.send(record.partitionKey, record.data);
  }

  /** Either days after it happened, or first pending and then completed. */
  private sendLate(count: number): void {
    if (this.sent.length + 2 > count || this.random.chance(0.5)) {
      this.sendNew(this.options.now - DAY - this.random.below((LATE_DAYS - 1) * DAY));
      return;
    }
    const time = this.recent() - MINUTE;
    const transaction = this.transaction(time);
    this.sendState({ ...transaction, status: 'PENDING' }, time);
    this.sendState({ ...transaction, status: 'COMPLETED' }, time + MINUTE);
  }

  /** Never sent again: what came of a repetition would depend on which of the two it repeats. */
  private sendContested(): void {
    const kind = this.pairs % 2 === 0 ? 'conflict' : 'move';
    this.pairs += 1;
    const id = `c${this.options.seed}-${this.pairs}`;
    const pair = { id, time: this.recent() };
    const { standing, records } = contestedPair(kind, this.catalogue, this.random, pair);
    this.tally.contested(kind, standing);
    for (const record of records) this.send(id, Buffer.from(JSON.stringify(record)));
  }

  private sendBad(): void {
    const time = this.recent();
    const id = `b${this.options.seed}-${this.spoiled + 1}`;
    const store = this.random.pick(this.catalogue.stores);
    const sale = retailTransaction(this.catalogue, this.random, { id, time, store });
    const { kind, data } = badRecord(recordOf(sale, time), this.spoiled, this.options.now);
    this.spoiled += 1;
    this.tally.bad(kind);
    this.send(id, data);
  }

  private shuffled(): readonly LiveRecord[] {
    return this.sent
      .map((record, at) => ({ record, place: at + this.random.next() * OVERTAKING }))
      .sort((left, right) => left.place - right.place)
      .map(({ record }) => record);
  }
}

/** Traffic as it comes through the stream, and what must come of it. The same options give the same bytes. */
export const generateLive = (options: LiveOptions): Live => new Traffic(options).run();
