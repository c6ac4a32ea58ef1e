import type { Contract, Field } from '../shared/contracts/contract';
import type { DatasetMapping, ItemsMapping } from './mapping';
import { readFileShape } from './mapping-file';
import type { Place } from './mapping-place';
import { readValue, type ValueSpec } from './mapping-value';

export interface DatasetDefaults {
  readonly zone: string;
  readonly file: Place | undefined;
  readonly zoneOf: (place: Place | undefined) => string | undefined;
}
type Fields = Readonly<Record<string, Field>>;
type Values = Readonly<Record<string, ValueSpec>>;

const WORDS = ['table', 'zone', 'file', 'group_by', 'order_by', 'fields', 'items'];

/** The contract's field, or the map field before the dot of `attributes.colour`. */
export function fieldOf(fields: Fields, name: string): Field | undefined {
  const own = fields[name];
  if (own !== undefined) return own;
  const dot = name.indexOf('.');
  const holder = dot > 0 ? fields[name.slice(0, dot)] : undefined;
  return holder?.kind === 'map' ? holder : undefined;
}

function valuesOf(place: Place, fields: Fields, lists: boolean): Values {
  const known = Object.keys(fields).filter((name) => lists || fields[name]?.kind !== 'list');
  const values = [...place.members()].map(([name, value]): [string, ValueSpec] => {
    const field = fieldOf(fields, name);
    if (field === undefined || field.kind === 'list') {
      value.fault(`the contract has no field "${name}": use one of ${known.join(', ')}`);
    } else if (field.kind === 'map' && !name.includes('.')) {
      value.fault(`"${name}" holds named texts: write ${name}.<name>`);
    }
    return [name, readValue(value)];
  });
  return Object.fromEntries(values);
}

function itemsOf(place: Place, contract: Contract): ItemsMapping {
  const members = place.members(['of', 'fields']);
  const items = contract.fields['items'];
  const fields = members.get('fields');
  if (items?.kind !== 'list') place.fault(`${contract.table} has no items: remove them`);
  if (fields === undefined) place.fault('items need fields: {fields: {product_id: sku, …}}');
  const of = members.get('of')?.text();
  return {
    fields:
      fields === undefined || items?.kind !== 'list' ? {} : valuesOf(fields, items.fields, false),
    ...(of !== undefined && { of }),
  };
}

const dependsOnRecord = (spec: ValueSpec): boolean =>
  spec.source.verb === 'sum' || (spec.negate !== undefined && spec.negate !== true);

/** Rules between verbs: what a `sum`, a `negate` or an `occurrence` refers to must be there. */
function checkReferences(mapping: DatasetMapping, place: Place): void {
  const { fields, items, groupBy } = mapping;
  for (const [name, spec] of [...Object.entries(fields), ...Object.entries(items?.fields ?? {})]) {
    const { source, negate } = spec;
    if (source.verb === 'sum' && 'item' in source && items?.fields[source.item] === undefined) {
      place.fault(`${name}: sum of "${source.item}", which is no mapped item field`);
    }
    if (source.verb === 'id' && source.occurrence && groupBy !== undefined) {
      place.fault(`${name}: occurrence numbers equal rows, but group_by makes one record of them`);
    }
    if (negate === undefined || negate === true) continue;
    const other = fields[negate.field];
    if (other === undefined || dependsOnRecord(other)) {
      place.fault(`${name}: negate refers to "${negate.field}", which must be a field of its own`);
    }
  }
  for (const [name, spec] of Object.entries(items?.fields ?? {})) {
    if (spec.source.verb === 'sum') place.fault(`items.${name}: sum is for fields of the record`);
  }
}

/** @returns undefined after reporting that the dataset's table has no contract */
export function readDataset(
  name: string,
  place: Place,
  defaults: DatasetDefaults,
  contracts: Readonly<Record<string, Contract>>,
): DatasetMapping | undefined {
  const members = place.members(WORDS);
  const table = members.get('table')?.text() ?? name;
  const contract = contracts[table];
  if (contract === undefined) {
    const known = Object.keys(contracts).join(', ');
    place.fault(`no contract "${table}": name the dataset after one of ${known}, or add "table:"`);
    return undefined;
  }
  const files = [defaults.file, members.get('file')].filter((shape) => shape !== undefined);
  const fields = members.get('fields');
  if (fields === undefined) place.fault('has no fields: add "fields: {transaction_id: …}"');
  const [groupBy, orderBy] = [members.get('group_by')?.texts(), members.get('order_by')?.texts()];
  const items = members.get('items');
  const mapping: DatasetMapping = {
    name,
    table,
    file: readFileShape(files),
    zone: defaults.zoneOf(members.get('zone')) ?? defaults.zone,
    fields: fields === undefined ? {} : valuesOf(fields, contract.fields, false),
    ...(groupBy !== undefined && { groupBy }),
    ...(orderBy !== undefined && { orderBy }),
    ...(items !== undefined && { items: itemsOf(items, contract) }),
  };
  checkReferences(mapping, place);
  for (const [field, { required }] of Object.entries(contract.fields)) {
    if (required === true && mapping.fields[field] === undefined) {
      fields?.fault(`the contract requires "${field}": map it`);
    }
  }
  return mapping;
}
