/** A need of a framework, and what of the lake answers it; `yours` is what software cannot do for you. */
export interface Control {
  readonly need: string;
  readonly answer: string;
  /** CloudFormation types that carry the answer. */
  readonly resources: readonly string[];
  /** Where it is proved: test file below `test/`, and the fact in its own words. */
  readonly proof: readonly (readonly [file: string, fact: string])[];
  readonly yours?: string;
}
