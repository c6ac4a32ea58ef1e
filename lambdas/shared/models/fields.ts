import type { Report, Scalar, YamlMap, YamlTree } from './yaml-tree';

/** Typed reading of one YAML map: unknown keys, missing keys and wrong types are reported, never guessed. */
export class Fields {
  constructor(
    private readonly map: YamlMap,
    private readonly report: Report,
  ) {}

  get line(): number {
    return this.map.line;
  }

  fail(name: string, message: string): void {
    this.report(this.lineOf(name), message);
  }

  entries(): readonly (readonly [string, YamlTree])[] {
    return [...this.map.fields];
  }

  get(name: string): YamlTree | undefined {
    return this.map.fields.get(name);
  }

  lineOf(name: string): number {
    return this.get(name)?.line ?? this.line;
  }

  /** Reports keys that nobody reads: a misspelt `lookbak` must not be ignored. */
  allow(...known: readonly string[]): void {
    for (const [name, { line, path }] of this.map.fields) {
      if (!known.includes(name)) {
        this.report(line, `unknown field ${path}: known here are ${known.join(', ')}`);
      }
    }
  }

  scalar(name: string): Scalar | undefined {
    const tree = this.get(name);
    if (tree === undefined) return undefined;
    if (tree.kind === 'scalar' && tree.value !== null) return tree.value;
    this.report(tree.line, `${tree.path} must be a single value`);
    return undefined;
  }

  text(name: string): string | undefined {
    const value = this.scalar(name);
    if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value;
    this.fail(name, `${this.path(name)} must be a text`);
    return undefined;
  }

  required(name: string): string {
    if (this.get(name) === undefined) {
      this.report(this.line, `field ${this.path(name)} is missing`);
    }
    return this.text(name) ?? '';
  }

  whole(name: string, max: number): number | undefined {
    const value = this.scalar(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) {
      return value;
    }
    this.fail(name, `${this.path(name)} must be a whole number from 0 to ${max}`);
    return undefined;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.scalar(name);
    const found = allowed.find((option) => option === value);
    if (found === undefined && value !== undefined) {
      this.fail(name, `${this.path(name)} is ${String(value)}: choose ${allowed.join(', ')}`);
    }
    return found;
  }

  list(name: string): readonly YamlTree[] {
    const tree = this.get(name);
    if (tree === undefined || tree.kind === 'list') return tree?.items ?? [];
    this.report(tree.line, `${tree.path} must be a list`);
    return [];
  }

  scalars(name: string): readonly Scalar[] {
    return this.list(name).flatMap((item) => {
      if (item.kind === 'scalar' && item.value !== null) return [item.value];
      this.report(item.line, `${item.path} must be a single value`);
      return [];
    });
  }

  fields(name: string): Fields | undefined {
    const tree = this.get(name);
    return tree && fieldsOf(tree, this.report);
  }

  private path(name: string): string {
    return this.map.path === '' ? name : `${this.map.path}.${name}`;
  }
}

export function fieldsOf(tree: YamlTree, report: Report): Fields | undefined {
  if (tree.kind === 'map') return new Fields(tree, report);
  report(tree.line, `${tree.path} must be a map`);
  return undefined;
}
