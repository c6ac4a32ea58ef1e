import { Ajv } from 'ajv';
import { validationSchema } from '../derive/json-schema';
import { AJV_OPTIONS } from './ajv-options';
import type { Contract } from './contract';
import type { Validator } from './validator';

/** Compiled here and now: for tools and tests. Lambdas load `validatorOf`'s, which are compiled before. */
export function compileValidator(contract: Contract): Validator {
  const validate = new Ajv(AJV_OPTIONS).compile(validationSchema(contract));
  return (record) => validate(record);
}
