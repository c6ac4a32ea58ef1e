import { Ajv } from 'ajv';
import { validationSchema } from '../derive/json-schema';
import { AJV_OPTIONS } from './ajv-options';
import type { Contract } from './contract';

export interface Validators {
  /** Whether a parsed record has the canonical form of its contract's JSON Schema. */
  readonly isCanonical: (record: unknown) => boolean;
}

/**
 * The compiled validators of a contract. Bundles replace this module by code that
 * `standaloneValidators` generates, so that no Lambda carries a schema compiler.
 */
export function validatorsFor(contract: Contract): Validators {
  const validate = new Ajv(AJV_OPTIONS).compile(validationSchema(contract));
  return { isCanonical: (record) => validate(record) };
}
