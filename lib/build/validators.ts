import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { contracts } from '../../lambdas/shared/contracts';
import { AJV_OPTIONS } from '../../lambdas/shared/contracts/ajv-options';
import { validationSchema } from '../../lambdas/shared/derive/json-schema';

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
  const entries = Object.entries(names).map(([name, table]) => `${table}: is_${name.slice(3)}`);
  return `${standalone(ajv, names)}
const validators = { ${entries.join(', ')} };
export function validatorsFor(contract) {
  const validate = validators[contract.table];
  if (validate === undefined) throw new Error('no validator was generated for ' + contract.table);
  return { isCanonical: (record) => validate(record) };
}
`;
}
