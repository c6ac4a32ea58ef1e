import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GRANTS_PAGE, everywhere, grantsPage, grantsStated } from './access/grants';
import { testChecks } from './checks/check';
import { grantChecks } from './checks/grants';

testChecks('the grants', grantChecks);

it('docs/grants.md is as `npm run docs:grants` writes it', () => {
  const page = readFileSync(GRANTS_PAGE, 'utf8');

  expect(page).toContain(grantsPage(everywhere((env) => grantsStated(env, page))));
});
