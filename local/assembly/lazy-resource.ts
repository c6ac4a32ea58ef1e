import { isObject, type JsonObject } from '../server/json';
import { generatedName, namesOf, type Place } from './names';
import { NO_VALUE, resolveValue, type Scope } from './resolve';
import type { Resource } from './resources';

/** A resource whose properties are resolved when they are first read. */
export class LazyResource implements Resource {
  readonly type: string;
  readonly stack: string;
  private resolved: JsonObject | undefined;
  private physical: string | undefined;

  constructor(
    readonly logicalId: string,
    private readonly body: JsonObject,
    private readonly scope: Scope,
    private readonly place: Place,
  ) {
    this.type = typeof body.Type === 'string' ? body.Type : 'unknown';
    this.stack = scope.stack;
  }

  get name(): string {
    return (this.physical ??= this.nameFromTemplate());
  }
  get arn(): string {
    return namesOf(this.type).arn(this.name, this.place, this.rawProperties());
  }
  get metadata(): JsonObject {
    return isObject(this.body.Metadata) ? this.body.Metadata : {};
  }
  get properties(): JsonObject {
    if (this.resolved === undefined) {
      const value = resolveValue(this.rawProperties(), this.scope);
      this.resolved = isObject(value) ? value : {};
    }
    return this.resolved;
  }

  private rawProperties(): JsonObject {
    return isObject(this.body.Properties) ? this.body.Properties : {};
  }

  private nameFromTemplate(): string {
    const property = namesOf(this.type).nameProperty;
    const given = property === undefined ? undefined : this.rawProperties()[property];
    const value = given === undefined ? undefined : resolveValue(given, this.scope);
    return typeof value === 'string' && value !== NO_VALUE
      ? value
      : generatedName(this.type, this.stack, this.logicalId);
  }
}
