import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { destroy, type DestroyOptions } from '../../cli/destroy';
import { Failure } from '../../cli/failure';
import { homeAt } from '../../cli/home';
import { Printer } from '../../cli/print';
import { tempHome } from './command';
import { answering, lakeWith } from './lake';

const PLACE = { env: 'dev', account: '111122223333', region: 'eu-west-1' };
const CALM = { Stacks: [{ StackName: 'Sluice-dev', EnableTerminationProtection: false }] };

interface Ran {
  readonly calls: readonly (readonly [command: string, stack: unknown])[];
  readonly out: string;
  readonly failed?: unknown;
}

/** Destroys an environment of an account that answers as given. */
async function run(
  options: DestroyOptions,
  stacks: () => object = () => CALM,
  open?: () => Promise<never>,
): Promise<Ran> {
  const calls: (readonly [string, unknown])[] = [];
  const formation = answering(new CloudFormation({ region: 'eu-west-1' }), (command, input) => {
    calls.push([command, input.StackName]);
    return command === 'DescribeStacks' ? stacks() : {};
  });
  const lines: string[] = [];
  const stream = { write: (text: string) => lines.push(text) };
  const session = {
    print: new Printer(options.json === true, stream, stream),
    home: homeAt(tempHome()),
    lake:
      open ??
      (async () => ({
        ...lakeWith({ cloudFormation: async () => formation }),
        laptop: false,
        place: PLACE,
      })),
  };
  const failed: unknown = await destroy(session, { env: 'dev', ...options }).catch(
    (error: unknown) => error,
  );
  return { calls, out: lines.join(''), failed };
}

describe('destroy of an account', () => {
  it('deletes nothing and asks nothing without --really', async () => {
    const { calls, out, failed } = await run({});

    expect(failed).toBeUndefined();
    expect(calls).toEqual([]);
    expect(out).toContain('nothing was deleted: npx sluice destroy --env dev --really');
  });

  it('says what stays without an account, with blanks to fill', async () => {
    const { out, failed } = await run(
      {},
      () => CALM,
      async () => {
        throw new Failure('unavailable', 'no AWS account for --env dev: none');
      },
    );

    expect(failed).toBeUndefined();
    expect(out).toContain('no AWS account for --env dev');
    expect(out).toContain('nothing was deleted');
  });

  it('deletes the stack once its name is given, and says what stays', async () => {
    const { calls, out, failed } = await run({ really: true, confirm: 'dev' });

    expect(failed).toBeUndefined();
    expect(calls).toEqual([
      ['DescribeStacks', 'Sluice-dev'],
      ['DeleteStack', 'Sluice-dev'],
    ]);
    expect(out).toContain('what stays, and what removes it');
    expect(out).toContain('aws cloudformation wait stack-delete-complete --stack-name Sluice-dev');
  });

  it('answers scripts with one object', async () => {
    const { out } = await run({ really: true, confirm: 'dev', json: true });

    expect(JSON.parse(out)).toMatchObject({ env: 'dev', stack: 'Sluice-dev', deleted: true });
  });

  it.each([undefined, '', 'prod', 'Dev'])('deletes nothing when %s was typed', async (confirm) => {
    const { calls, failed } = await run({ really: true, confirm });

    expect(calls.map(([command]) => command)).not.toContain('DeleteStack');
    expect(failed).toMatchObject({ outcome: 'refused' });
    expect(String(failed)).toContain(`"${confirm ?? ''}" is not "dev"`);
  });

  it('leaves a protected stack alone, and says how to unlock it', async () => {
    const { calls, failed } = await run({ really: true, confirm: 'dev' }, () => ({
      Stacks: [{ StackName: 'Sluice-dev', EnableTerminationProtection: true }],
    }));

    expect(calls.map(([command]) => command)).toEqual(['DescribeStacks']);
    expect(String(failed)).toContain('Sluice-dev is protected from deletion');
    expect(failed).toMatchObject({
      next: expect.stringContaining('--no-enable-termination-protection') as unknown,
    });
  });

  it('says so when there is no such stack', async () => {
    const { calls, failed } = await run({ really: true, confirm: 'dev' }, () => {
      throw Object.assign(new Error('Stack with id Sluice-dev does not exist'), {
        name: 'ValidationError',
      });
    });

    expect(calls.map(([command]) => command)).toEqual(['DescribeStacks']);
    expect(String(failed)).toContain('there is no stack Sluice-dev in account 111122223333');
  });

  it('does not hide another fault', async () => {
    const { failed } = await run({ really: true, confirm: 'dev' }, () => {
      throw Object.assign(new Error('not yours'), { name: 'AccessDenied' });
    });

    expect(String(failed)).toContain('not yours');
  });
});
