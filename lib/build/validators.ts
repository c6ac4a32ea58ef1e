import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { contracts } from '../../lambdas/shared/contracts';
import { AJV_OPTIONS } from '../../lambdas/shared/contracts/ajv-options';
import { validationSchema } from '../../lambdas/shared/derive/json-schema';

/**
 * What a validator says about a rejected record: nobody reads it, since the gate's own reader explains
 * rejects, and it is half of the code.
 */
const EXPLANATION = /validate[0-9]+\.errors = \[\{instancePath:.*?\}\}\];/g;

/**
 * Source of the module that takes the place of `lambdas/shared/contracts/validators.ts` in bundles:
 * the same validators, compiled ahead of time, so that no Lambda carries a schema compiler.
 */
export function standaloneValidators(): string {
  const ajv = new Ajv({ ...AJV_OPTIONS, code: { source: true, esm: true } });
  const names: Record<string, string> = {};
  for (const [table, contract] of Object.entries(contracts)) {
    ajv.addSchema({ $id: table, ...validationSchema(contract) });
    names[`is_${table}`] = table;
  }
  const entries = Object.entries(names).map(([name, table]) => `${table}: ${name}`);
  return `${standalone(ajv, names).replace(EXPLANATION, '')}
const validators = { ${entries.join(', ')} };
export function validatorsFor(contract) {
  const validate = validators[contract.table];
  if (validate === undefined) throw new Error('no validator was generated for ' + contract.table);
  return { isCanonical: (record) => validate(record) };
}
`;
}
