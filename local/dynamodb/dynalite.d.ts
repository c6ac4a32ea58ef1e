/** The parts of dynalite 4.0.0 that answer calls, without its own HTTP server. */
declare module 'dynalite/db/index.js' {
  import type { Readable } from 'node:stream';

  /** Of keys, as LevelDB takes it. */
  type Range = object;
  type TableCallback = (error: Error | null, table?: object) => void;
  export interface Store {
    /** As calls on items use it. */
    getTable(name: string, callback: TableCallback): void;
    readonly db: {
      close(callback: (error?: Error | null) => void): void;
      /** As queries use it. */
      createValueStream(range: Range): Readable;
      values(range: Range): { nextv(size: number): Promise<object[]>; close(): Promise<void> };
    };
    readonly tableDb: {
      put(key: string, value: object, callback: (error?: Error | null) => void): void;
    };
  }
  export function create(options: { readonly path: string; readonly createTableMs: number }): Store;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';
  export function checkTypes(data: object, types: unknown): object;
  export function checkValidations(
    data: object,
    types: unknown,
    custom: unknown,
    store: Store,
  ): void;
}

declare module 'dynalite/validations/*' {
  export const types: unknown;
  export const custom: unknown;
}

declare module 'dynalite/actions/*' {
  import type { Store } from 'dynalite/db/index.js';
  const action: (
    store: Store,
    data: object,
    callback: (error: Error | null | undefined, answer: object) => void,
  ) => void;
  export default action;
}
