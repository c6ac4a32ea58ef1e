import { describe, expect, it } from 'vitest';
import { Executions, type Request } from '../../local/redshift/executions';

const request = (token: string): Request => ({
  ...{ token, statements: ['SELECT 1'], isBatch: false },
  ...{ database: 'sluice', workgroup: 'warehouse' },
});
const executions = (): Executions =>
  new Executions(
    () => ({ run: () => Promise.resolve([]), close: () => Promise.resolve() }),
    () => 0,
  );

describe('executions of the warehouse', () => {
  it('start again under a token whose execution is forgotten', async () => {
    const known = executions();
    const first = await known.start(request('0'));
    for (let at = 1; at <= 500; at += 1) await known.start(request(String(at)));

    const again = await known.start(request('0'));

    expect(again).toMatchObject({ status: 'FINISHED' });
    expect(again.id).not.toBe(first.id);
    expect(() => known.find(first.id)).toThrow(first.id);
  });

  it('are not forgotten before they end', async () => {
    let finish: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (finish = resolve));
    const known = new Executions(
      (workgroup) => ({
        run: () => (workgroup === 'slow' ? late : Promise.resolve()).then(() => []),
        close: () => Promise.resolve(),
      }),
      () => 0,
    );
    const slow = known.start({ ...request('slow'), workgroup: 'slow' });
    for (let at = 1; at <= 501; at += 1) await known.start(request(String(at)));
    finish();

    expect(await slow).toMatchObject({ status: 'FINISHED' });
  });
});
