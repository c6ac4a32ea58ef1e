/** Something wrong in a model file. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
  /** Absent: an error. Warnings are for lint only. */
  readonly severity?: 'warn';
}

export const problemLine = ({ file, line, message, severity }: Problem): string =>
  `${file}:${line} ${severity === 'warn' ? 'warning: ' : ''}${message}`;

const byPlace = (a: Problem, b: Problem): number =>
  a.file.localeCompare(b.file) || a.line - b.line || a.message.localeCompare(b.message);

export const sortProblems = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort(byPlace);

/** All that is wrong with a set of model files, one `file:line message` per line. */
export class ModelError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    super(sorted.map(problemLine).join('\n'));
    this.name = 'ModelError';
    this.problems = sorted;
  }
}
