import { Glue } from '@aws-sdk/client-glue';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../cli/failure';
import type { Ended } from '../../cli/medallion';
import { Printer } from '../../cli/print';
import { throwUnlessFine } from '../../cli/run-end';
import { checkInput, checkModel } from '../../cli/run-input';
import { runWatcher, showRun } from '../../cli/run-view';
import { answering, lakeWith } from './lake';

const region = 'us-east-1';
const ended = (over: Partial<Ended>): Ended => ({
  status: 'SUCCEEDED',
  output: undefined,
  tookMs: 102,
  ...over,
});
const message = 'another run is going on (run r1, started at …)';

function written() {
  const text: string[] = [];
  const stream = { write: (part: string) => text.push(part) };
  return { print: new Printer(false, stream, stream), text: () => text.join('') };
}

describe('a start while a run goes on', () => {
  it.each([
    ended({ output: { status: 'busy', message } }),
    ended({ status: 'FAILED', error: 'Sluice.Busy', cause: message }),
  ])('names the run, is called neither good nor bad, and ends as busy', (end) => {
    const { print, text } = written();

    runWatcher(print).end(end);

    expect(text()).toBe('');
    expect(() => throwUnlessFine(end, undefined)).toThrow(
      expect.objectContaining({ outcome: 'busy', message }),
    );
  });
});

describe('a run that builds nothing', () => {
  it('says what stands blocked', () => {
    const { print, text } = written();
    const item = { run: 'r', execution: 'e', startedAt: '2026-01-05T00:00:00Z', request: {} };
    const output = { status: 'nothing', message: 'an audit still blocks 2 slices of gold.x' };

    showRun({ ...item, status: 'NOTHING_TO_DO' }, output, print);

    expect(text()).toBe('an audit still blocks 2 slices of gold.x\n');
  });
});

describe('before a run is started', () => {
  it.each([
    [{ dates: ['2026-02-30'] }, 'dates: "2026-02-30" is not a day'],
    [{ from: '2026-02-02', to: '2026-02-01' }, 'from 2026-02-02 is after to 2026-02-01'],
  ])('refuses %j', (input, why) => {
    expect(() => checkInput(input)).toThrow(why);
    expect(() => checkInput(input)).toThrow(expect.objectContaining({ outcome: 'usage' }));
    expect(() => checkInput({ apply: 'gold.x' })).not.toThrow();
  });

  it('refuses a table that no file, no catalog and no ledger knows', async () => {
    const glue = answering(new Glue({ region }), (_command, { DatabaseName }) => ({
      TableList: DatabaseName === 'gold' ? [{ Name: 'built_elsewhere' }] : [],
    }));
    const dynamo = answering(new DynamoDB({ region }), () => ({ Responses: {} }));
    const lake = lakeWith({ glue: async () => glue, dynamo: async () => dynamo });

    await expect(checkModel(lake, 'gold.built_elsewhere')).resolves.toBeUndefined();
    await expect(checkModel(lake, 'gold.daily_sales_summary')).resolves.toBeUndefined();
    const refused = await checkModel(lake, 'nope').catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(Failure);
    expect(refused).toMatchObject({ outcome: 'usage' });
    expect(String(refused)).toMatch(/unknown table "nope": use .*gold\.built_elsewhere/);
  });
});
