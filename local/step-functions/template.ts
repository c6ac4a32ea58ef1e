import { evaluationFailure, StateFailure } from './failure';
import { compileExpression } from './jsonata';
import type { Bindings, Expression } from './jsonata';
import { isObject } from './json';
import type { Json } from './json';

/** A field's value whose strings may be `{% expressions %}`. */
export type Template =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly where: string }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Template])[] };

const DELIMITED = /^\{%([\s\S]*)%\}$/;

/**
 * @param where place in the definition, for messages, e.g. `Plan.Arguments`
 * @throws Error that names the place and what is wrong there
 */
export function compileTemplate(value: unknown, where: string): Template {
  if (typeof value === 'string') return compileText(value, where);
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item, i) => compileTemplate(item, `${where}[${i}]`)) };
  }
  if (isObject(value)) {
    return {
      kind: 'object',
      members: Object.entries(value).map(([key, member]) => [
        key,
        compileTemplate(member, `${where}.${key}`),
      ]),
    };
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return { kind: 'literal', value };
  }
  throw new Error(`${where}: not JSON`);
}

function compileText(text: string, where: string): Template {
  const source = DELIMITED.exec(text)?.[1];
  if (source === undefined) {
    if (text.includes('{%') || text.includes('%}')) {
      throw new Error(`${where}: "{%" and "%}" must be the first and last characters`);
    }
    return { kind: 'literal', value: text };
  }
  try {
    return { kind: 'expression', expression: compileExpression(source.trim()), where };
  } catch (error) {
    throw new Error(`${where}: ${messageOf(error)}`);
  }
}

/** @throws StateFailure States.QueryEvaluationError */
export async function evaluateTemplate(template: Template, bindings: Bindings): Promise<Json> {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'list':
      return Promise.all(template.items.map((item) => evaluateTemplate(item, bindings)));
    case 'object': {
      const members = template.members.map(
        async ([key, member]) => [key, await evaluateTemplate(member, bindings)] as const,
      );
      return Object.fromEntries(await Promise.all(members));
    }
    case 'expression':
      try {
        return await template.expression.evaluate(bindings);
      } catch (error) {
        throw error instanceof StateFailure
          ? error
          : evaluationFailure(
              template.where,
              `the JSONata expression '${template.expression.source}' ${messageOf(error)}`,
            );
      }
  }
}

/** Every expression in a template. */
export function expressionsIn(template: Template): readonly (Expression & { where: string })[] {
  switch (template.kind) {
    case 'literal':
      return [];
    case 'expression':
      return [{ ...template.expression, where: template.where }];
    case 'list':
      return template.items.flatMap(expressionsIn);
    case 'object':
      return template.members.flatMap(([, member]) => expressionsIn(member));
  }
}

/** JSONata throws plain objects with a message. */
export const messageOf = (error: unknown): string =>
  isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
