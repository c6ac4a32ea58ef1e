declare module 'asl-validator' {
  /** Marks each state of the definition with its query language, in place. */
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
}
