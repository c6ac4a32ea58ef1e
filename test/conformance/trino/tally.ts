import type { Differences } from './compare-rows';

/** Counts statements that ran on both engines. */
export class Tally {
  private statements = 0;
  private equal = 0;
  private readonly left: string[] = [];

  constructor(private readonly verbose: boolean) {}

  note(statement: string, differences: Differences): void {
    this.statements += 1;
    if (differences.length === 0) this.equal += 1;
    if (differences.length > 0 || this.verbose) {
      console.log(`${differences.length === 0 ? 'equal ' : 'DIFFER'} ${statement}`);
    }
    for (const difference of differences.slice(0, 5)) console.log(`         ${difference}`);
  }

  /** What neither engine could be asked: something it reads could not be built by either. */
  skipped(statement: string): void {
    this.left.push(statement);
  }

  /** A line on the way, so that a long comparison shows how far it is. */
  progress(done: string): void {
    console.error(`${done}: statements ${this.statements} equal ${this.equal} so far`);
  }

  /** The last line; the number of statements that differ. */
  close(): number {
    const differences = this.statements - this.equal;
    for (const statement of this.left) console.log(`left   ${statement}: what it reads overflows`);
    console.log(`statements ${this.statements} equal ${this.equal} differences ${differences}`);
    return differences;
  }
}
