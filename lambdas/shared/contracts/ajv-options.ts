import type { Options } from 'ajv';

/**
 * One answer, no list of errors: the gate's own reader explains rejects. Formats are the gate's, and
 * lengths count UTF-16 code units, as `String.length` does.
 */
export const AJV_OPTIONS: Options = {
  allErrors: false,
  // Silences a notice about the option `unicode`.
  logger: false,
  messages: false,
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  validateFormats: false,
  unicode: false,
  // A pattern next to the types string and number is meant for the string only.
  strictTypes: false,
};
