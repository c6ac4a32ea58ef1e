import type { ObjectStat } from './store';

/** How an object came to be, as EventBridge tells it. */
export type WriteReason = 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';
export interface WrittenObject {
  readonly bucket: string;
  readonly object: ObjectStat;
  readonly reason: WriteReason;
}
/**
 * Called before an object becomes visible, so that a crash in between cannot lose its event; the answer is called once
 * it is visible.
 */
export type Announce = (written: WrittenObject) => () => void;
