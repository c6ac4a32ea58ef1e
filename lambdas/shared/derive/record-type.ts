import type { Contract, Field } from '../contracts/contract';

type Fields = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { readonly kind: 'text'; readonly values: infer V }
  ? V extends readonly string[]
    ? V[number]
    : string
  : F extends { readonly kind: 'decimal' | 'integer' }
    ? string | number
    : F extends { readonly kind: 'boolean' }
      ? boolean
      : F extends { readonly kind: 'list'; readonly fields: infer N extends Fields }
        ? readonly ObjectOf<N>[]
        : F extends { readonly kind: 'map' }
          ? Readonly<Record<string, string>>
          : string;

type RequiredNames<F extends Fields> = {
  [N in keyof F]: F[N] extends { readonly required: true } ? N : never;
}[keyof F];

type ObjectOf<F extends Fields> = {
  readonly [N in RequiredNames<F>]: ValueOf<F[N]>;
} & {
  readonly [N in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[N]> | null;
};

/** The type of a contract's records as producers send them: `RecordOf<typeof transaction>`. */
export type RecordOf<C extends Contract> = ObjectOf<C['fields']>;
