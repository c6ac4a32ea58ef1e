import type { Delivered } from './sighting';

/** Where a batch has to come again from, and why. */
export class Failures {
  readonly faults = new Set<string>();
  private lowest: Delivered | undefined;

  add(delivered: readonly Delivered[], fault: string): void {
    this.faults.add(fault);
    for (const one of delivered) {
      if (this.lowest === undefined || one.sequence < this.lowest.sequence) this.lowest = one;
    }
  }

  /** Sequence number, as it was delivered. */
  get from(): string | undefined {
    return this.lowest?.sequenceNumber;
  }

  /** Whether all went well up to and with this record. */
  isAfter(sequenceNumber: string): boolean {
    return this.lowest === undefined || BigInt(sequenceNumber) < this.lowest.sequence;
  }
}
