import type { Contract, Field } from '../shared/contracts/contract';
import type { ColumnNames, DatasetMapping, ListMapping } from './mapping';
import { readFileShape } from './mapping-file';
import type { Place } from './mapping-place';
import { readRowSteps, ROW_WORDS } from './mapping-rows';
import { readValue, type ValueSpec } from './mapping-value';

export interface DatasetDefaults {
  readonly zone: string;
  readonly file: Place | undefined;
  readonly zoneOf: (place: Place | undefined) => string | undefined;
}
type Fields = Readonly<Record<string, Field>>;
type Values = Readonly<Record<string, ValueSpec>>;

const LISTS = ['items', 'payments'] as const;
const WORDS = ['table', 'zone', 'file', ...ROW_WORDS, 'group_by', 'order_by', 'fields', ...LISTS];

/** The contract's field, or the map field before the dot of `attributes.colour`. */
export function fieldOf(fields: Fields, name: string): Field | undefined {
  const own = fields[name];
  if (own !== undefined) return own;
  const dot = name.indexOf('.');
  const holder = dot > 0 ? fields[name.slice(0, dot)] : undefined;
  return holder?.kind === 'map' ? holder : undefined;
}

function valuesOf(place: Place, fields: Fields): Values {
  const known = Object.keys(fields).filter((name) => fields[name]?.kind !== 'list');
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

function listOf(name: string, place: Place, contract: Contract): ListMapping {
  const members = place.members(['of', 'fields']);
  const list = contract.fields[name];
  const fields = members.get('fields');
  if (list?.kind !== 'list') place.fault(`${contract.table} has no ${name}: remove them`);
  if (fields === undefined) place.fault(`${name} need fields: {fields: {<field>: column, …}}`);
  const of = members.get('of')?.text();
  return {
    fields: fields === undefined || list?.kind !== 'list' ? {} : valuesOf(fields, list.fields),
    ...(of !== undefined && { of }),
  };
}

const columnsOf = (place: Place | undefined): readonly ColumnNames[] | undefined =>
  place?.list().map((column) => column.texts());

/** A sum over items, and what is negated by another field, are known after all others. */
export const dependsOnRecord = ({ source, negate }: ValueSpec): boolean =>
  (source.verb === 'sum' && 'item' in source) || typeof negate === 'object';

/** Rules between verbs: what a `sum`, a `negate` or an `occurrence` refers to must be there. */
function checkReferences(mapping: DatasetMapping, place: Place): void {
  const { fields, lists, groupBy } = mapping;
  const items = lists['items'];
  const ofLists = Object.entries(lists).flatMap(([list, { fields: entries }]) =>
    Object.entries(entries).map(([name, spec]): [string, ValueSpec] => [`${list}.${name}`, spec]),
  );
  for (const [name, spec] of [...Object.entries(fields), ...ofLists]) {
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
  for (const [name, spec] of ofLists) {
    if (spec.source.verb === 'sum') place.fault(`${name}: sum is for fields of the record`);
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
  const [groupBy, orderBy] = [
    columnsOf(members.get('group_by')),
    columnsOf(members.get('order_by')),
  ];
  const lists = LISTS.flatMap((list) => {
    const found = members.get(list);
    return found === undefined ? [] : [[list, listOf(list, found, contract)] as const];
  });
  const mapping: DatasetMapping = {
    name,
    table,
    file: readFileShape(files),
    zone: defaults.zoneOf(members.get('zone')) ?? defaults.zone,
    rows: readRowSteps(members, defaults.file),
    fields: fields === undefined ? {} : valuesOf(fields, contract.fields),
    lists: Object.fromEntries(lists),
    ...(groupBy !== undefined && { groupBy }),
    ...(orderBy !== undefined && { orderBy }),
  };
  checkReferences(mapping, place);
  for (const [field, { required }] of Object.entries(contract.fields)) {
    if (required === true && mapping.fields[field] === undefined) {
      fields?.fault(`the contract requires "${field}": map it`);
    }
  }
  return mapping;
}
