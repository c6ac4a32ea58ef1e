import type { Contract, Field } from '../shared/contracts/contract';
import { add, parseDecimal, ZERO, type Decimal } from './decimal';
import { emitOf, type Emit, type Json } from './emit-value';
import { evaluate, type Scope, type Value } from './evaluate';
import type { RowFault } from './faults';
import type { DatasetMapping } from './mapping';
import { dependsOnRecord, fieldOf } from './mapping-dataset';
import type { ValueSpec } from './mapping-value';
import { rowsOf, type Row } from './rows';
import { isZone } from '../shared/wall-time';

/** A record on its way to the gate: JSON bytes, and what the mapping could not read. */
export interface MappedRecord {
  /** Row number of the record's first row. */
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly faults: readonly RowFault[];
}
/** @param occurrence number of this row among equal ones, from 1 */
export type RecordMaker = (rows: readonly Row[], occurrence: number) => MappedRecord;

type Members = Record<string, Json | Record<string, Json> | readonly Record<string, Json>[]>;
interface Compiled {
  readonly name: string;
  readonly spec: ValueSpec;
  readonly emit: Emit;
}
interface CompiledList {
  readonly name: string;
  readonly of?: string;
  readonly fields: readonly Compiled[];
}
interface Plan {
  readonly mapping: DatasetMapping;
  /** Fields in three stages: the zone, plain values, values that need the others. */
  readonly stages: readonly (readonly Compiled[])[];
  readonly lists: readonly CompiledList[];
  /** Item fields that some field sums up. */
  readonly summed: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
}
const encoder = new TextEncoder();

const compile = (
  fields: Readonly<Record<string, Field>>,
  specs: Readonly<Record<string, ValueSpec>>,
  prefix: string,
): readonly Compiled[] =>
  Object.entries(specs).flatMap(([name, spec]) => {
    const field = fieldOf(fields, name);
    return field === undefined ? [] : [{ name, spec, emit: emitOf(prefix + name, field, spec) }];
  });

function stageOf({ name, spec }: Compiled): number {
  if (name === 'time_zone') return 0;
  return dependsOnRecord(spec) ? 2 : 1;
}

const compileLists = (mapping: DatasetMapping, contract: Contract): readonly CompiledList[] =>
  Object.entries(mapping.lists).flatMap(([name, { of, fields }]) => {
    const list = contract.fields[name];
    if (list?.kind !== 'list') return [];
    const compiled = compile(list.fields, fields, `${name}.`);
    return [{ name, fields: compiled, ...(of !== undefined && { of }) }];
  });

function planOf(mapping: DatasetMapping, contract: Contract): Plan {
  const fields = compile(contract.fields, mapping.fields, '');
  return {
    mapping,
    stages: [0, 1, 2].map((stage) => fields.filter((field) => stageOf(field) === stage)),
    lists: compileLists(mapping, contract),
    summed: new Set(
      fields.flatMap(({ spec: { source } }) =>
        source.verb === 'sum' && 'item' in source ? [source.item] : [],
      ),
    ),
    missing: new Set(mapping.file.missing),
  };
}

/** Builds one record; its members serve as the scope of later values. */
class Builder {
  private readonly members: Members = {};
  private readonly sums = new Map<string, Decimal>();
  private readonly faults: RowFault[];
  private readonly scope: Scope;

  constructor(
    private readonly plan: Plan,
    private readonly rows: readonly Row[],
    occurrence: number,
  ) {
    this.faults = rows.flatMap((row) => row.faults);
    this.scope = {
      rows,
      occurrence,
      style: plan.mapping.file,
      missing: plan.missing,
      sumOfItems: (field) => this.sums.get(field),
      field: (name) => this.textMember(name),
      fault: (fault) => this.faults.push(fault),
    };
  }

  build(): MappedRecord {
    const [zone, plain, dependent] = this.plan.stages;
    this.fill(zone);
    this.fill(plain);
    for (const list of this.plan.lists) {
      this.members[list.name] = this.entries(list).map((row) => this.entry(list, row));
    }
    this.fill(dependent);
    const bytes = encoder.encode(JSON.stringify(this.members));
    return { number: this.rows[0]?.number ?? 0, bytes, faults: this.faults };
  }

  private textMember(name: string): string | undefined {
    const value = this.members[name];
    return typeof value === 'string' ? value : undefined;
  }

  private get zone(): string {
    const own = this.textMember('time_zone');
    return own !== undefined && isZone(own) ? own : this.plan.mapping.zone;
  }

  private fill(fields: readonly Compiled[] = []): void {
    for (const { name, spec, emit } of fields) {
      this.put(name, emit(evaluate(spec, this.scope, name), this.scope, this.zone));
    }
  }

  /** `attributes.colour` goes into the map `attributes`. */
  private put(name: string, value: Json | undefined): void {
    if (value === undefined) return;
    const dot = name.indexOf('.');
    const holder = dot < 0 ? name : name.slice(0, dot);
    const held = this.members[holder];
    const inner = typeof held === 'object' && !Array.isArray(held) ? held : {};
    this.members[holder] = dot < 0 ? value : { ...inner, [name.slice(dot + 1)]: value };
  }

  private entries({ of }: CompiledList): readonly Row[] {
    return of === undefined ? this.rows : this.rows.flatMap((row) => rowsOf(row, of));
  }

  private entry({ name: list, fields }: CompiledList, row: Row): Record<string, Json> {
    const entry: Record<string, Json> = {};
    const scope: Scope = { ...this.scope, rows: [row] };
    for (const { name, spec, emit } of fields) {
      const value = evaluate(spec, scope, `${list}.${name}`);
      const json = emit(value, scope, this.zone);
      if (json !== undefined) entry[name] = json;
      if (list === 'items' && this.plan.summed.has(name)) this.addUp(name, value);
    }
    return entry;
  }

  private addUp(name: string, value: Value): void {
    const style = this.plan.mapping.file;
    const number = typeof value === 'string' ? parseDecimal(value, style) : value;
    if (number !== undefined) this.sums.set(name, add(this.sums.get(name) ?? ZERO, number));
  }
}

/** Compiles a dataset's mapping into the function that makes one record of the rows that belong together. */
export function recordMaker(mapping: DatasetMapping, contract: Contract): RecordMaker {
  const plan = planOf(mapping, contract);
  return (rows, occurrence) => {
    const [first] = rows;
    if (first?.raw !== undefined) return { number: first.number, bytes: first.raw, faults: [] };
    return new Builder(plan, rows, occurrence).build();
  };
}
