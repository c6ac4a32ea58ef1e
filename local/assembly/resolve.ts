import { isObject, type Json, type JsonObject } from '../server/json';

/** What intrinsic functions of one template can see. */
export interface Scope {
  /** For error messages. */
  readonly stack: string;
  readonly template: JsonObject;
  /** Value of a parameter, pseudo parameter or resource. */
  ref(name: string): Json;
  attribute(logicalId: string, attribute: string): Json;
}

const INTRINSIC = /^(Ref|Condition|Fn::.+)$/;

/**
 * The value with every intrinsic function replaced by what it gives.
 * @throws Error that names the function when it is not one that our templates use
 */
export function resolveValue(value: Json, scope: Scope): Json {
  if (Array.isArray(value)) {
    return value
      .map((entry: Json) => resolveValue(entry, scope))
      .filter((entry) => entry !== NO_VALUE);
  }
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const [key] = keys;
  if (keys.length === 1 && key !== undefined && INTRINSIC.test(key)) {
    return intrinsic(key, value[key] ?? null, scope);
  }
  const resolved: Record<string, Json> = {};
  for (const [name, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const inner = resolveValue(entry, scope);
    if (inner !== NO_VALUE) resolved[name] = inner;
  }
  return resolved;
}

/** `{Ref: AWS::NoValue}` removes the member that holds it. */
export const NO_VALUE = '\u0000AWS::NoValue';

function intrinsic(name: string, argument: Json, scope: Scope): Json {
  switch (name) {
    case 'Ref':
      return scope.ref(asText(argument, name, scope));
    case 'Fn::GetAtt': {
      const path =
        typeof argument === 'string' ? argument.split('.') : asList(argument, name, scope);
      const [id, ...attribute] = path.map((part) => asText(part, name, scope));
      return scope.attribute(id ?? '', attribute.join('.'));
    }
    case 'Fn::Join': {
      const [delimiter = '', parts = []] = asList(argument, name, scope);
      const resolved = asList(resolveValue(parts, scope), name, scope);
      return resolved.map((part) => asText(part, name, scope)).join(asText(delimiter, name, scope));
    }
    case 'Fn::Select': {
      const [index = 0, from = []] = asList(argument, name, scope);
      const entries = asList(resolveValue(from, scope), name, scope);
      const entry = entries[Number(resolveValue(index, scope))];
      if (entry === undefined) throw failure(name, 'selects an entry that is not there', scope);
      return entry;
    }
    case 'Fn::Split': {
      const [delimiter = '', from = ''] = asList(argument, name, scope);
      return asText(resolveValue(from, scope), name, scope).split(asText(delimiter, name, scope));
    }
    case 'Fn::GetAZs': {
      const region = asText(argument, name, scope) || asText(scope.ref('AWS::Region'), name, scope);
      return ['a', 'b', 'c'].map((zone) => region + zone);
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::If': {
      const [condition = '', yes = null, no = null] = asList(argument, name, scope);
      return resolveValue(holds({ Condition: condition }, scope) ? yes : no, scope);
    }
    case 'Condition':
    case 'Fn::Equals':
    case 'Fn::Not':
    case 'Fn::And':
    case 'Fn::Or':
      return holds({ [name]: argument }, scope);
    default:
      throw failure(name, 'is not served by the laptop runtime', scope);
  }
}

/** Value of a condition function. */
export function holds(condition: Json, scope: Scope): boolean {
  const [[name, argument] = ['', null]] = isObject(condition) ? Object.entries(condition) : [];
  const operands = (): readonly Json[] => asList(argument ?? null, name, scope);
  switch (name) {
    case 'Condition': {
      const all = scope.template.Conditions;
      const found = isObject(all) ? all[asText(argument ?? null, name, scope)] : undefined;
      if (found === undefined) throw failure(name, `${String(argument)} is not declared`, scope);
      return holds(found, scope);
    }
    case 'Fn::Equals': {
      const [left, right] = operands().map((entry) => resolveValue(entry, scope));
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case 'Fn::Not':
      return !operands().every((entry) => holds(entry, scope));
    case 'Fn::And':
      return operands().every((entry) => holds(entry, scope));
    case 'Fn::Or':
      return operands().some((entry) => holds(entry, scope));
    default:
      throw failure(name, 'is not a condition that the laptop runtime knows', scope);
  }
}

function substitute(argument: Json, scope: Scope): string {
  const [pattern = '', own = {}] =
    typeof argument === 'string' ? [argument] : asList(argument, 'Fn::Sub', scope);
  return asText(pattern, 'Fn::Sub', scope).replace(/\$\{(!?)([^}]+)\}/g, (all, literal, name) => {
    const reference = String(name).trim();
    if (literal) return `\${${reference}}`;
    const given: Json | undefined = isObject(own) ? own[reference] : undefined;
    if (given !== undefined) return asText(resolveValue(given, scope), 'Fn::Sub', scope);
    const [id, ...attribute] = reference.split('.');
    const value = attribute.length
      ? scope.attribute(id ?? '', attribute.join('.'))
      : scope.ref(reference);
    return asText(value, 'Fn::Sub', scope);
  });
}

const failure = (name: string, what: string, scope: Scope): Error =>
  new Error(`${scope.stack}: intrinsic function ${name} ${what}`);

function asText(value: Json, name: string, scope: Scope): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw failure(name, `wants text, not ${JSON.stringify(value)}`, scope);
}
function asList(value: Json, name: string, scope: Scope): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw failure(name, `wants a list, not ${JSON.stringify(value)}`, scope);
}
