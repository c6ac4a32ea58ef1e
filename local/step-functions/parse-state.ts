import type { ChoiceRule, State } from './definition';
import { Fields } from './fields';
import type { Parsing } from './parse';
import { parseCatch, parseRetry } from './parse-guards';
import { parseMap, parseParallel, parseTask } from './parse-work';
import { optional, results } from './results';

type Reader = (name: string, fields: Fields, parsing: Parsing) => State;

const READERS: Readonly<Record<State['type'], Reader>> = {
  Pass: (name, fields) => ({ type: 'Pass', ...flow(name, fields) }),
  Task: (name, fields, parsing) =>
    parseTask(fields, parsing, flow(name, fields), guards(fields, parsing)),
  Choice: parseChoice,
  Wait: parseWait,
  Map: (name, fields, parsing) =>
    parseMap(fields, parsing, flow(name, fields), guards(fields, parsing)),
  Parallel: (name, fields, parsing) =>
    parseParallel(fields, parsing, flow(name, fields), guards(fields, parsing)),
  Succeed: (name, fields) => ({
    type: 'Succeed',
    name,
    ...optional('output', fields.template('Output')),
  }),
  Fail: (name, fields) => ({
    type: 'Fail',
    name,
    ...optional('error', fields.template('Error')),
    ...optional('failure', fields.template('Cause')),
  }),
};
const isStateType = (type: string): type is State['type'] => Object.hasOwn(READERS, type);

export function parseState(name: string, value: unknown, parsing: Parsing): State | undefined {
  const fields = new Fields(value, name, parsing.problems);
  const type = fields.requiredText('Type');
  const language = fields.text('QueryLanguage');
  if (language !== undefined && language !== 'JSONata') {
    fields.problem(`QueryLanguage "${language}" is not known: only JSONata runs here`);
  }
  if (!isStateType(type)) {
    fields.problem(`unknown state type "${type}"`);
    return undefined;
  }
  const state = READERS[type](name, fields, parsing);
  fields.done();
  return state;
}

export type FlowFields = ReturnType<typeof flow>;
export type GuardFields = ReturnType<typeof guards>;

function flow(name: string, fields: Fields) {
  const next = fields.text('Next');
  const end = fields.flag('End');
  if ((next === undefined) === !end) fields.problem('needs either Next or "End": true');
  return { name, ...results(fields), ...optional('next', next) };
}

function guards(fields: Fields, parsing: Parsing) {
  return {
    retry: parseRetry(fields, parsing.problems),
    catch: parseCatch(fields, parsing.problems),
  };
}

function parseChoice(name: string, fields: Fields, parsing: Parsing): State {
  const choices = fields.list('Choices').map((value, index): ChoiceRule => {
    const rule = new Fields(value, `${name}.Choices[${index}]`, parsing.problems);
    const condition = rule.template('Condition');
    if (condition === undefined) rule.problem('Condition is missing');
    const parsed = {
      condition: condition ?? { kind: 'literal', value: false },
      next: rule.requiredText('Next'),
      ...results(rule),
    } as const;
    rule.done();
    return parsed;
  });
  if (choices.length === 0) fields.problem('Choices is empty');
  const fallback = fields.text('Default');
  return { type: 'Choice', name, choices, ...results(fields), ...optional('fallback', fallback) };
}

function parseWait(name: string, fields: Fields): State {
  const seconds = fields.numberOrExpression('Seconds', 0);
  const timestamp = fields.template('Timestamp');
  const until = seconds ? { seconds } : timestamp ? { timestamp } : undefined;
  if (until === undefined || (seconds && timestamp)) {
    fields.problem('needs either Seconds or Timestamp');
  }
  return {
    type: 'Wait',
    until: until ?? { seconds: { kind: 'literal', value: 0 } },
    ...flow(name, fields),
  };
}
