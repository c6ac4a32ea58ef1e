/**
 * Findings of a rule pack that stay, on exactly these resources, for one reason: what has another reason is
 * another entry.
 */
export interface Acknowledgement {
  /** Pack and rule, e.g. `AwsSolutions-IAM5`. */
  readonly rule: string;
  /**
   * For a rule that lists what it found: the findings that are meant, with references by name, e.g.
   * `lake/bronze/*`. Others of the rule on the same resource still count.
   */
  readonly findings?: readonly string[];
  /** Paths below the root stack; `*` is one part of a path, for what a loop makes. */
  readonly on: readonly string[];
  readonly reason: string;
}
