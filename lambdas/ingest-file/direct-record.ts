import type { Contract } from '../shared/contracts/contract';
import { textOf, type Cell, type Row } from './rows';
import type { MappedRecord } from './make-record';

const encoder = new TextEncoder();

const isContainer = (cell: Cell): boolean => typeof cell === 'object' && cell !== null;

/** A cell as JSON text: lists and maps come as JSON text already, or as nested values of Parquet. */
function jsonOf(cell: Cell, kind: string | undefined): string | undefined {
  if (isContainer(cell)) return JSON.stringify(cell);
  const text = textOf(cell)?.trim();
  if (text === undefined || text === '') return undefined;
  if (kind === 'list' || kind === 'map') return text;
  if (kind === 'integer' && /^-?\d{1,15}$/.test(text)) return text.replace(/^(-?)0+(?=\d)/, '$1');
  if (kind === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase();
  return JSON.stringify(text);
}

/**
 * A row whose columns are the contract's fields, without a mapping. Unknown columns go along: the gate keeps
 * them in `_extra`.
 */
export const directRecord =
  (contract: Contract) =>
  ({ number, cells, faults, raw }: Row): MappedRecord => {
    if (raw !== undefined) return { number, bytes: raw, faults };
    const members = Object.entries(cells).flatMap(([name, cell]) => {
      const json = jsonOf(cell, contract.fields[name]?.kind);
      return json === undefined ? [] : [`${JSON.stringify(name)}:${json}`];
    });
    return { number, bytes: encoder.encode(`{${members.join(',')}}`), faults };
  };
