/** Whether a parsed record has the canonical form of its contract's JSON Schema. */
export type Validator = (record: unknown) => boolean;
