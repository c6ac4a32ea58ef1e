import type { Contract } from './contract';
import type { Validator } from './validator';

/**
 * The validator of a contract. Bundles replace this module by code that `standaloneValidators` generates:
 * one chunk per contract, loaded when it is asked for, so that no Lambda carries a schema compiler, or
 * the validators of datasets that it never sees.
 */
export async function validatorOf(contract: Contract): Promise<Validator> {
  const { compileValidator } = await import('./compile-validator');
  return compileValidator(contract);
}
