import type { Printer } from './print';

/** One line at work. On a terminal it is rewritten in place; elsewhere only finished lines are printed. */
export interface Progress {
  update(text: string): void;
  /** Prints a finished line above the one at work. */
  above(line: string): void;
  done(text: string): void;
  fail(text: string): void;
  /** Ends without a trace. */
  clear(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const CLEAR_LINE = '\r\u001b[2K';

export function progress(print: Printer, text: string): Progress {
  const { err, progressStyle: style } = print;
  const live = err.isTTY === true;
  const clear = live ? CLEAR_LINE : '';
  let current = text;
  let frame = 0;
  const draw = (): void => {
    if (!live) return;
    const sign = style.accent(FRAMES[frame++ % FRAMES.length] ?? '');
    err.write(`${CLEAR_LINE}${sign} ${cut(current, (err.columns ?? 80) - 3)}`);
  };
  const timer = live ? setInterval(draw, FRAME_MS) : undefined;
  timer?.unref();
  draw();
  const end = (line?: string): void => {
    clearInterval(timer);
    err.write(line === undefined ? clear : `${clear}${line}\n`);
  };
  return {
    update(next) {
      current = next;
    },
    above(line) {
      err.write(`${clear}${line}\n`);
      draw();
    },
    done: (line) => end(`${style.good('✔')} ${line}`),
    fail: (line) => end(`${style.bad('✘')} ${line}`),
    clear: () => end(),
  };
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
