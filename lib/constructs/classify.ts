import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What a resource holds, by the worst of it: `Restricted` clear personal values or what opens them, `Confidential`
 * tokens, amounts and results, `Internal` references, settings and metadata (all that says nothing else),
 * `Public` what anybody may read (nothing so far).
 */
export const CLASSIFICATIONS = ['Public', 'Internal', 'Confidential', 'Restricted'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

/** Tags everything below; the tag nearest to a resource wins. */
export function classify(construct: IConstruct, level: Classification): void {
  Tags.of(construct).add('DataClassification', level);
}
