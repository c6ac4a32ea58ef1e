/** Why a record was rejected, or, for the warnings, what is odd about an accepted one. Codes are stable. */
export const REASONS = {
  'record.empty': 'no bytes',
  'record.too_large': 'more than 256 KB',
  'record.not_utf8': 'not valid UTF-8',
  'record.byte_order_mark': 'begins with a byte order mark',
  'record.not_json': 'not one JSON document (RFC 8259); detail: position',
  'record.not_object': 'the document is not an object',
  'record.too_deep': 'nested deeper than 32 levels',
  'record.too_many_keys': 'an object has more than 200 keys',
  'record.too_many_elements': 'an array has more than 5,000 elements',
  'key.duplicate': 'a key stands twice in one object',
  'key.forbidden': '__proto__, constructor or prototype as a key',
  'string.lone_surrogate': 'half of a surrogate pair: not Unicode text',
  'number.precision': 'more than 15 significant digits, or too small for a number',
  'number.not_finite': 'too large for a number',
  'field.missing': 'a required field is absent or null',
  'field.required_here': 'required by type, channel, status or another field; detail: by which',
  'field.unknown': 'not in the contract, and the environment is strict',
  'field.type': 'another JSON type than the contract says',
  'text.length': 'too short or too long',
  'text.pattern': 'not of the form that the contract says',
  'text.value': 'not one of the listed values',
  'decimal.form': 'not a plain decimal number',
  'decimal.scale': 'more decimal places than the contract says',
  'decimal.range': 'outside the bounds of the contract',
  'integer.form': 'not an integer',
  'integer.range': 'outside the bounds of the contract',
  'instant.form': 'not RFC 3339 with an offset, or no such date or time',
  'date.form': 'not YYYY-MM-DD, or no such date',
  'code.unknown': 'not in the reference list; detail: which list',
  'list.too_long': 'more elements than the contract says',
  'map.too_many_keys': 'more keys than the contract says',
  'card.misplaced': 'a card number where none belongs',
  'card.refused': 'this environment does not accept card numbers',
  'card.invalid': 'fails the Luhn check',
  'currency.withdrawn': 'the currency was withdrawn before the transaction',
  'amount.minor_units': 'more decimal places than the currency has',
  'items.sum': 'line amounts differ from the amount by more than the tolerance',
  'quantity.sign': 'stock that arrives cannot shrink, nor stock that leaves grow; detail: type',
  'time.too_old': 'before the window of the stream',
  'time.too_new': 'ahead of the clock',
  'source.row_shape': 'the row of the file has too few or too many cells',
  'source.charset': 'a cell of the file is not text in the charset of its mapping',
  'source.number': 'the mapping cannot read a number in the style of its source',
  'source.unmapped': 'the mapping lists no word for the value',
  'source.unmatched': 'a row of a joined file belongs to no row of the main one',
  'gate.fault': 'the gate itself failed on this record',
} as const;
export type ReasonCode = keyof typeof REASONS;

export const WARNINGS = {
  'payments.sum': 'payments do not sum up to the amount',
  'time.order': 'recorded before it happened',
  'original.missing': 'a refund or reversal of a file that does not say what it takes back',
} as const;
export type WarningCode = keyof typeof WARNINGS;

export interface Reason {
  readonly code: ReasonCode;
  /** Known field names and positions only, e.g. `items[2].line_amount`; unknown keys read `?`. */
  readonly path: string;
  /** Never a value of the record. */
  readonly detail?: string;
}

export type Report = (code: ReasonCode, path: string, detail?: string) => void;

/** More than this many reasons of one record help nobody and would bloat quarantine. */
export const MAX_REASONS = 100;
