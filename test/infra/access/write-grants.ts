/** Writes docs/grants.md anew: its difference is what a reviewer of permissions reads. */
import { readFileSync, writeFileSync } from 'node:fs';
import { templatesOf } from '../templates';
import { GRANTS_PAGE, everywhere, grantsOf, grantsPage, introduction } from './grants';

const page = grantsPage(everywhere((env) => grantsOf(templatesOf(env))));
writeFileSync(
  GRANTS_PAGE,
  `${introduction(readFileSync(GRANTS_PAGE, 'utf8')).trimEnd()}\n\n${page}`,
);
