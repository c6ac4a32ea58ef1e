import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadResources } from '../../local/assembly/load';
import { readAssembly } from '../../local/assembly/read';
import { functionSettings, isServed } from '../../local/lambda/function';
import { Functions } from '../../local/lambda/functions';
import { LogFiles } from '../../local/lambda/logs';
import { isObject } from '../../local/server/json';
import { removeFolder, temporaryFolder } from './assembly';
import { writeSmallLake } from './small-lake';

const dir = temporaryFolder();
let functions: Functions;

beforeAll(() => {
  const { assemblyDir } = writeSmallLake(dir);
  const { stacks, assets } = readAssembly(assemblyDir);
  const place = { region: 'us-east-1', account: '000000000000' };
  const settings = loadResources(stacks, place)
    .ofType('AWS::Lambda::Function')
    .filter(isServed)
    .map((resource) => functionSettings(resource, assets));
  const surroundings = () => ({ ...place, dataDir: dir, endpoint: 'http://127.0.0.1:1' });
  functions = new Functions(settings, surroundings, new LogFiles(`${dir}/logs`));
});
afterAll(async () => {
  await functions.stop();
  removeFolder(dir);
});

const faultOf = async (act: string): Promise<unknown> => {
  const { functionError, payload } = await functions.invoke('echo', { act });
  expect(functionError).toBe('Unhandled');
  return payload;
};

describe('a function in a worker thread', () => {
  it('sees its own environment and context, and nothing of ours', async () => {
    process.env.SECRET_OF_THE_USER = 'do not leak';

    const { payload } = await functions.invoke('echo', { word: 'tree' });

    const answer = isObject(payload) ? payload : {};
    expect(answer).toMatchObject({
      event: { word: 'tree' },
      name: 'echo',
      env: {
        LAKE: 'lake-000000000000',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_REGION: 'us-east-1',
        AWS_LAMBDA_FUNCTION_NAME: 'echo',
      },
    });
    expect(JSON.stringify(payload)).not.toContain('do not leak');
    expect(answer.remaining).toBeGreaterThan(0);
    expect(readFileSync(`${dir}/logs/echo.log`, 'utf8')).toContain('echoing tree');
  });

  it('is found by ARN, with and without a qualifier; an unknown one is not', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:echo';

    for (const name of [arn, `${arn}:$LATEST`, 'echo']) {
      expect((await functions.invoke(name, {})).functionError).toBeUndefined();
    }
    await expect(functions.invoke('none', {})).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('reports what a handler throws in the form of Lambda', async () => {
    const fault = await faultOf('throw');

    expect(fault).toMatchObject({ errorType: 'RangeError', errorMessage: 'asked to throw' });
    expect(JSON.stringify(fault)).toContain('at handler');
  });

  it('ends a handler that loops, exits, fails later or takes all memory, and starts a new one', async () => {
    expect(await faultOf('loop')).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(await faultOf('exit')).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(await faultOf('late')).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(await faultOf('hog')).toMatchObject({
      errorType: expect.stringMatching(/OutOfMemory|Timedout/) as string,
    });

    expect((await functions.invoke('echo', { word: 'again' })).functionError).toBeUndefined();
  }, 20_000);

  it('answers many callers at once, each with its own answer', async () => {
    const words = Array.from({ length: 50 }, (_, i) => `word ${i}`);

    const answers = await Promise.all(words.map((word) => functions.invoke('echo', { word })));

    expect(answers.map(({ payload }) => isObject(payload) && payload.event)).toEqual(
      words.map((word) => ({ word })),
    );
  });

  it('keeps its log bounded', () => {
    const logs = new LogFiles(`${dir}/bounded`);

    for (let i = 0; i < 50; i += 1) logs.append('noisy', `${'x'.repeat(99_999)}\n`);

    const bytes = ['noisy.log', 'noisy.1.log'].map(
      (file) => readFileSync(`${dir}/bounded/${file}`).length,
    );
    expect(Math.max(...bytes)).toBeLessThanOrEqual(1024 * 1024);
  });
});
