import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTROLS } from '../../lib/compliance/controls';
import { controlsPage } from '../../lib/compliance/controls-page';
import { ofType, templatesOf } from './templates';

const all = Object.values(CONTROLS).flat();

describe('the compliance page', () => {
  it('is made from the table', async () => {
    await expect(controlsPage(CONTROLS)).toMatchFileSnapshot('../../docs/compliance.md');
  });

  it('names tests that are there', () => {
    const proofs = all.flatMap(({ proof }) => proof);

    expect(proofs.length).toBeGreaterThan(30);
    for (const [file, fact] of proofs) {
      const source = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
      expect(source.includes(fact), `${file} has no "${fact}"`).toBe(true);
    }
  });

  it('names resources that prod has', () => {
    const types = new Set(all.flatMap(({ resources }) => resources));

    expect(types.size).toBeGreaterThan(8);
    for (const type of types)
      expect(ofType(templatesOf('prod'), type).length, type).toBeGreaterThan(0);
  });

  it('leaves no need without an answer or an owner', () => {
    expect(Object.keys(CONTROLS)).toHaveLength(4);
    for (const { need, answer, resources, proof, yours } of all) {
      const proved = answer !== '' && resources.length > 0 && proof.length > 0;
      expect(proved || (yours ?? '') !== '', need).toBe(true);
    }
  });
});
