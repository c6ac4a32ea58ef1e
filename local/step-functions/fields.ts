import { isObject } from './json';
import { compileTemplate, messageOf } from './template';
import type { Template } from './template';

/**
 * Reads the members of one object of a definition. What is asked for is known; whatever nobody
 * asked for is reported by `done`, so that no field is ever silently ignored.
 */
export class Fields {
  private readonly known = new Set<string>(['Comment']);
  private readonly members: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    readonly where: string,
    private readonly problems: string[],
  ) {
    this.members = isObject(value) ? value : {};
    if (!isObject(value)) problems.push(`${where}: must be an object`);
  }

  names(): readonly string[] {
    return Object.keys(this.members);
  }

  raw(name: string): unknown {
    this.known.add(name);
    return this.members[name];
  }

  text(name: string): string | undefined {
    return this.typed(name, 'a string', (value) => (typeof value === 'string' ? value : undefined));
  }

  requiredText(name: string): string {
    return this.text(name) ?? this.missing(name, '');
  }

  number(name: string, valid: { min: number; max?: number; whole?: boolean }): number | undefined {
    const { min, max = Number.MAX_SAFE_INTEGER, whole = true } = valid;
    return this.typed(name, `a number from ${min} to ${max}`, (value) =>
      typeof value === 'number' &&
      value >= min &&
      value <= max &&
      (!whole || Number.isInteger(value))
        ? value
        : undefined,
    );
  }

  flag(name: string): boolean {
    return (
      this.typed(name, 'true or false', (v) => (typeof v === 'boolean' ? v : undefined)) ?? false
    );
  }

  list(name: string): readonly unknown[] {
    return (
      this.typed(name, 'a list', (v): readonly unknown[] | undefined =>
        Array.isArray(v) ? v : undefined,
      ) ?? []
    );
  }

  template(name: string): Template | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    try {
      return compileTemplate(value, `${this.where}.${name}`);
    } catch (error) {
      this.problems.push(messageOf(error));
      return undefined;
    }
  }

  /** A number, or an expression that gives one. */
  numberOrExpression(name: string, min: number): Template | undefined {
    const template = this.template(name);
    if (template === undefined || template.kind === 'expression') return template;
    return this.number(name, { min }) === undefined ? undefined : template;
  }

  problem(message: string): void {
    this.problems.push(`${this.where}: ${message}`);
  }

  /** Reports every member that nobody asked for. */
  done(): void {
    const unknown = Object.keys(this.members).filter((name) => !this.known.has(name));
    for (const name of unknown) this.problem(`unknown field "${name}"`);
  }

  private typed<T>(
    name: string,
    wanted: string,
    read: (value: unknown) => T | undefined,
  ): T | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const result = read(value);
    if (result === undefined) this.problem(`${name} must be ${wanted}`);
    return result;
  }

  private missing<T>(name: string, substitute: T): T {
    this.problem(`${name} is missing`);
    return substitute;
  }
}
