import Table from 'cli-table3';
import type { Failure } from './failure';
import { styleFor } from './style';
import type { Style } from './style';

export interface Column {
  readonly title: string;
  readonly right?: boolean;
}
export type Cell = string | number;
interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Results go to stdout, progress to stderr. With `--json` stdout gets exactly one JSON object,
 * whatever happens.
 */
export class Printer {
  readonly style: Style;
  readonly progressStyle: Style;
  private answered = false;

  constructor(
    readonly json: boolean,
    private readonly out: Stream = process.stdout,
    readonly err: Stream = process.stderr,
  ) {
    this.style = styleFor(out);
    this.progressStyle = styleFor(err);
  }

  /** The verb's result: the object with `--json`, else what `human` prints. */
  result(value: object, human: () => void): void {
    if (!this.json) return human();
    this.answered = true;
    this.out.write(`${JSON.stringify(value, null, this.out.isTTY ? 2 : 0)}\n`);
  }

  line(text = ''): void {
    if (!this.json) this.out.write(`${text}\n`);
  }

  heading(text: string): void {
    this.line(`\n${this.style.bold(text)}`);
  }

  /** Goes to stderr, also with `--json`. */
  note(text: string): void {
    this.err.write(`${text}\n`);
  }

  table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
    if (this.json) return;
    const table = new Table({
      head: columns.map(({ title }) => this.style.dim(title)),
      colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
      style: { head: [], border: [], compact: true },
      chars: PLAIN,
    });
    table.push(...rows.map((row) => row.map(String)));
    this.out.write(`${table.toString()}\n`);
  }

  failure(failure: Failure): void {
    const { message, next, outcome } = failure;
    if (this.json && !this.answered) {
      this.out.write(`${JSON.stringify({ error: { outcome, message, next } })}\n`);
      return;
    }
    const style = this.progressStyle;
    this.note(`${style.bad('sluice:')} ${message}`);
    if (next !== undefined) this.note(style.dim(`next: ${next}`));
  }
}

/** No frames: rows line up, and can be cut with ordinary tools. */
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: ' ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};
