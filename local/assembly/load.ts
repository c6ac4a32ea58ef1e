import { isObject, type Json, type JsonObject } from '../server/json';
import { LazyResource } from './lazy-resource';
import { attributeOf, namesOf, type Place } from './names';
import type { Stack } from './read';
import { holds, NO_VALUE, resolveValue, type Scope } from './resolve';
import type { Resource, Resources } from './resources';

/**
 * Every resource of the stacks and of those nested in them. Properties are resolved when they are first read, so that
 * an odd function in a resource which nothing here serves does no harm.
 */
export function loadResources(stacks: readonly Stack[], place: Place): Resources {
  const all = stacks.flatMap((stack) => new StackScope(stack, place, undefined).allResources());
  const byArn = new Map(all.map((resource) => [resource.arn, resource]));
  return {
    all,
    ofType: (type) => all.filter((resource) => resource.type === type),
    byArn: (arn) => byArn.get(arn),
    byName: (type, name) =>
      all.find((resource) => resource.type === type && resource.name === name),
  };
}

class StackScope implements Scope {
  readonly stack: string;
  readonly template: JsonObject;
  private readonly resources = new Map<string, LazyResource>();
  private readonly children = new Map<string, StackScope>();
  /** Names that are being resolved: a second visit is a cycle. */
  private readonly open = new Set<string>();

  constructor(
    source: Stack,
    private readonly place: Place,
    /** Parameters of a nested stack, resolved by its parent. */
    private readonly parameter: ((name: string) => Json | undefined) | undefined,
  ) {
    this.stack = source.path;
    this.template = source.template;
    const declared = this.template.Resources;
    for (const [id, body] of Object.entries(isObject(declared) ? declared : {})) {
      if (!isObject(body) || !this.isWanted(body)) continue;
      this.resources.set(id, new LazyResource(id, body, this, this.place));
      const nested = source.nested.get(id);
      if (nested) this.children.set(id, this.openNested(nested, id));
    }
  }

  allResources(): readonly Resource[] {
    const nested = [...this.children.values()].flatMap((child) => child.allResources());
    return [...this.resources.values(), ...nested];
  }

  ref(name: string): Json {
    const pseudo = this.pseudo(name);
    if (pseudo !== undefined) return pseudo;
    const resource = this.resources.get(name);
    if (resource) return namesOf(resource.type).ref === 'arn' ? resource.arn : resource.name;
    return this.parameterValue(name);
  }

  attribute(logicalId: string, attribute: string): Json {
    const child = this.children.get(logicalId);
    if (child && attribute.startsWith('Outputs.')) return child.output(attribute.slice(8));
    const resource = this.resources.get(logicalId);
    if (!resource) throw new Error(`${this.stack}: no resource ${logicalId}`);
    return attributeOf(resource, attribute);
  }

  output(name: string): Json {
    const outputs = this.template.Outputs;
    const output = isObject(outputs) ? outputs[name] : undefined;
    const value = isObject(output) ? output.Value : undefined;
    if (value === undefined) throw new Error(`${this.stack}: no output ${name}`);
    return this.guarded(`output ${name}`, () => resolveValue(value, this));
  }

  private openNested(nested: Stack, id: string): StackScope {
    const value = (name: string): Json | undefined => {
      const given = this.resources.get(id)?.properties.Parameters;
      return isObject(given) ? given[name] : undefined;
    };
    return new StackScope(nested, this.place, value);
  }

  private parameterValue(name: string): Json {
    const declared = this.template.Parameters;
    const parameter = isObject(declared) ? declared[name] : undefined;
    if (!isObject(parameter)) throw new Error(`${this.stack}: Ref to unknown ${name}`);
    const given = this.guarded(`parameter ${name}`, () => this.parameter?.(name));
    const value = given ?? parameter.Default;
    if (value === undefined) throw new Error(`${this.stack}: parameter ${name} has no value`);
    return value;
  }

  private isWanted(body: JsonObject): boolean {
    return body.Condition === undefined || holds({ Condition: body.Condition }, this);
  }

  private pseudo(name: string): Json | undefined {
    const values: Readonly<Record<string, Json>> = {
      'AWS::Partition': 'aws',
      'AWS::Region': this.place.region,
      'AWS::AccountId': this.place.account,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': this.stack.replaceAll('/', '-'),
      'AWS::StackId': `arn:aws:cloudformation:${this.place.region}:${this.place.account}:stack/${this.stack}`,
      'AWS::NoValue': NO_VALUE,
    };
    return values[name];
  }

  private guarded<T>(what: string, compute: () => T): T {
    if (this.open.has(what)) throw new Error(`${this.stack}: ${what} refers to itself`);
    this.open.add(what);
    try {
      return compute();
    } finally {
      this.open.delete(what);
    }
  }
}
