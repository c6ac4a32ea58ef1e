import type { Reason, ReasonCode } from '../shared/gate/reasons';

/**
 * The whole file cannot be loaded, and a retry would not help: no row of it reaches bronze.
 * The message is for the person who sent the file: what is wrong and the remedy, never a value of a record.
 */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}

/** Something of a row that the mapping cannot read: its record goes to quarantine with this reason. */
export type RowFault = Reason & { readonly code: Extract<ReasonCode, `source.${string}`> };
