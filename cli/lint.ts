import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { modelFilesIn } from '../lib/build/model-files';
import { Failure } from './failure';
import { plural } from './format';
import { ROOT } from './home';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

const CASES = 'test/fixtures/sql';

export const lintVerb = (): Command =>
  verb({
    name: 'lint',
    summary: 'Check the models: one SQL file = one table',
    about:
      'Names file and line: unknown references, cycles, constructs that Athena and the laptop would\n' +
      'run differently, house style; then binds every statement on empty tables: columns that are\n' +
      'unknown, missing or of another type than declared. A model without a case is a warning.',
    examples: [['sluice lint', 'every model below sql/']],
    laptopOnly: true,
  }).action((options: Shared) =>
    inSession('lint', options, async ({ print }) => {
      const { checkModels } = await import('./check-models');
      const files = modelFilesIn(ROOT);
      const found = await checkModels(files, casesThere());
      const isWarning = ({ severity }: (typeof found)[number]): boolean => severity === 'warn';
      const errors = found.filter((problem) => !isWarning(problem));
      print.result({ files: files.length, problems: found }, () => {
        const { bad, warn, good } = print.style;
        for (const problem of found) {
          const { file, line, message } = problem;
          print.line(
            `${file}:${line} ${isWarning(problem) ? warn('warning') : bad('error')} ${message}`,
          );
        }
        if (errors.length === 0) print.line(good(`${plural(files.length, 'model')}, no error`));
      });
      if (errors.length > 0) throw new Failure('failed', plural(errors.length, 'error'));
    }),
  );

/** Tables that have a case; a package without its tests has none. */
const casesThere = (): ReadonlySet<string> => {
  const folder = path.join(ROOT, CASES);
  return new Set(existsSync(folder) ? readdirSync(folder) : []);
};
