import type { Validator } from '../contracts/validator';
import type { GateSettings } from '../settings';
import type { Origin } from './origin';
import type { Reason } from './reasons';
import type { Tokens } from './tokens';

export type Verdict =
  | {
      readonly accepted: true;
      /** `YYYY-MM-DD` */
      readonly partition: string;
      /** One line of JSON: texts, small counters as numbers, `_key64` as text since it has 64 bits. */
      readonly row: string;
    }
  | {
      readonly accepted: false;
      /** Arrival date, UTC. */
      readonly partition: string;
      readonly reasons: readonly Reason[];
      /** The quarantine row. */
      readonly row: string;
    };

export interface GateOptions {
  readonly settings: GateSettings;
  readonly tokens: Tokens;
  /** The validator of the gate's contract. */
  readonly isCanonical: Validator;
  /** Epoch milliseconds: when the record arrived. */
  readonly now: () => number;
}
export interface Gate {
  /** @param found reasons that were found before: what a source mapping could not read of the record */
  judge(bytes: Uint8Array, origin: Origin, found?: readonly Reason[]): Verdict;
  /** The same verdict for bytes that are known to be ASCII, given as text: saves a decoding. */
  judgeAscii(text: string, origin: Origin): Verdict;
}
