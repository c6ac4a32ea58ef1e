import type { Control } from './control';

const FACTS = 'infra/checks';
export const fact = (topic: string, words: string): readonly [string, string] => [
  `${FACTS}/${topic}.ts`,
  words,
];

export const TLS = fact(
  'bucket-policies',
  'buckets refuse plain HTTP, old TLS, other keys and erasing, and allow nothing else',
);
export const LOCKED = fact(
  'buckets',
  'archive and trail are locked for the days of the configuration',
);
export const BOOKS = fact('monitoring', 'every alarm measures, compares and tells as it should');
export const ROUTES = fact('doors', 'route by the answer of the gate, and failures out of bronze');
export const EXPIRY = fact('lifecycles', 'objects move and end as contracts and configuration say');
export const PACKS: readonly [string, string] = [
  'infra/compliance.test.ts',
  'find nothing that is not acknowledged',
];
export const CHANGES: readonly [string, string] = [
  'delivery/workflows.test.ts',
  'deploy dev, staging and prod one after the other, each in its own environment',
];

export const yours = (need: string, what: string): Control => ({
  need,
  answer: '',
  resources: [],
  proof: [],
  yours: what,
});
