import type { Contract, PiiClass } from '../contracts/contract';
import { bronzeColumns } from '../derive/columns';

/** From the mildest: where two contracts have a field of one name, the stricter class holds. */
export const PII_CLASSES = [
  'none',
  'token',
  'card',
  'restricted',
] as const satisfies readonly PiiClass[];

/** The class of a column that no header classifies: that of the contract's field of the same name. */
export function piiByName(
  contracts: Readonly<Record<string, Contract>>,
): (column: string) => PiiClass {
  const classes = new Map<string, PiiClass>();
  const add = (name: string, pii: PiiClass): void => {
    const known = PII_CLASSES.indexOf(classes.get(name) ?? 'none');
    if (PII_CLASSES.indexOf(pii) >= known) classes.set(name, pii);
  };
  for (const contract of Object.values(contracts)) {
    for (const [name, { pii = 'none' }] of Object.entries(contract.fields)) add(name, pii);
    const isOwn = (name: string): boolean => Object.hasOwn(contract.fields, name);
    const hasCard = Object.values(contract.fields).some(({ pii }) => pii === 'card');
    // A card stands in bronze as columns of other names.
    const cards = hasCard
      ? bronzeColumns(contract).filter(({ name }) => name.startsWith('card_'))
      : [];
    cards.filter(({ name }) => !isOwn(name)).forEach(({ name }) => add(name, 'card'));
  }
  return (column) => classes.get(column) ?? 'none';
}
