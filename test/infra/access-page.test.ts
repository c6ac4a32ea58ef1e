import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { pageWith } from './access/page';
import { templatesOf } from './templates';

const PAGE = join(import.meta.dirname, '../../docs/access.md');

it('docs/access.md says what people may do (WRITE_PAGES=yes writes it anew)', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const wanted = await format(pageWith(page, templatesOf('prod')), {
    parser: 'markdown',
    printWidth: 100,
  });

  if (process.env.WRITE_PAGES === 'yes') writeFileSync(PAGE, wanted);
  expect(readFileSync(PAGE, 'utf8')).toBe(wanted);
});
