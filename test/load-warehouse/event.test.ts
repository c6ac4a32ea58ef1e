import { describe, expect, it } from 'vitest';
import { parseLoadEvent } from '../../lambdas/load-warehouse/event';
import { scrubLoad } from '../../lambdas/load-warehouse/scrub-load';

describe('the event of a load', () => {
  it('carries the batch that runs from step to step', () => {
    const batch = { id: 'i', token: 't', startedAt: 1 };
    const event = {
      op: 'look',
      table: 'gold.x',
      run: 'r',
      next: 'wait',
      slices: 3,
      rows: 4,
      batch,
    };

    expect(parseLoadEvent(event)).toEqual({
      op: 'look',
      state: { table: 'gold.x', run: 'r', next: 'start', slices: 3, rows: 4, batch },
    });
  });

  it.each([{}, { op: 'start' }, { op: 'drop', table: 'gold.x', run: 'r' }, 'plan', null])(
    'is refused where the machine does not send it: %j',
    (event) => {
      expect(() => parseLoadEvent(event)).toThrow('load-warehouse');
    },
  );
});

describe('a message of the warehouse', () => {
  it.each([
    ['value too long: \'Anna\' in "name"', 'Anna'],
    ['mail anna@example.com', 'anna@'],
    ['card 4111 1111 1111 1111', '4111'],
  ])('is shown without what it quotes: %s', (message, quoted) => {
    expect(scrubLoad(message)).not.toContain(quoted);
  });
});
