import type { Catcher, Retrier } from './definition';
import { Fields } from './fields';
import { optional, results } from './results';

/** Longest delay between two attempts, in seconds. */
const MAX_DELAY = 31_622_400;

export function parseRetry(owner: Fields, problems: string[]): readonly Retrier[] {
  const list = owner.list('Retry');
  return list.map((value, index) => {
    const fields = new Fields(value, `${owner.where}.Retry[${index}]`, problems);
    const strategy = fields.text('JitterStrategy') ?? 'NONE';
    if (strategy !== 'FULL' && strategy !== 'NONE') {
      fields.problem(`JitterStrategy "${strategy}" is not known: use FULL or NONE`);
    }
    const retrier: Retrier = {
      errors: errorNames(fields, index === list.length - 1),
      intervalSeconds: fields.number('IntervalSeconds', { min: 1, max: 99_999_999 }) ?? 1,
      maxAttempts: fields.number('MaxAttempts', { min: 0, max: 99_999_999 }) ?? 3,
      backoffRate: fields.number('BackoffRate', { min: 1, whole: false }) ?? 2,
      ...optional('maxDelaySeconds', fields.number('MaxDelaySeconds', { min: 1, max: MAX_DELAY })),
      jitter: strategy === 'FULL',
    };
    fields.done();
    return retrier;
  });
}

export function parseCatch(owner: Fields, problems: string[]): readonly Catcher[] {
  const list = owner.list('Catch');
  return list.map((value, index) => {
    const fields = new Fields(value, `${owner.where}.Catch[${index}]`, problems);
    const catcher: Catcher = {
      errors: errorNames(fields, index === list.length - 1),
      next: fields.requiredText('Next'),
      ...results(fields),
    };
    fields.done();
    return catcher;
  });
}

/** `States.ALL` stands alone, in the last entry. */
function errorNames(fields: Fields, last: boolean): readonly string[] {
  const names = fields.list('ErrorEquals').filter((name) => typeof name === 'string');
  if (names.length === 0) fields.problem('ErrorEquals must be a list of error names');
  if (names.includes('States.ALL') && (names.length > 1 || !last)) {
    fields.problem('States.ALL must stand alone, in the last entry');
  }
  return names;
}
