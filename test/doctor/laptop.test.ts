import { describe, expect, it } from 'vitest';
import { memory, laptopFindings } from '../../cli/doctor/laptop';
import { nodeVersion } from '../../cli/doctor/node';
import { homeAt } from '../../cli/home';
import { sluice, tempHome } from '../cli/command';

describe('the doctor of the laptop', () => {
  it('looks at seven things and starts nothing', async () => {
    const home = homeAt(tempHome());

    const findings = await laptopFindings(home);

    expect(findings.map(({ check }) => check)).toEqual(
      'node memory disk data assembly engine endpoint'.split(' '),
    );
    expect(findings.filter(({ verdict }) => verdict === 'bad')).toEqual([]);
  });

  it('answers as one JSON object', async () => {
    const ran = await sluice(['doctor', '--home', tempHome(), '--json']);

    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({ env: 'laptop', healthy: true });
  });

  it.each([
    ['18.20.0', 'bad'],
    ['20.18.3', 'bad'],
    ['20.19.0', 'ok'],
    ['23.1.0', 'warn'],
    ['24.0.0', 'ok'],
  ])('calls Node.js %s %s', (version, verdict) => {
    expect(nodeVersion(version)).toMatchObject({ verdict });
  });

  it('warns of little memory', () => {
    expect(memory(1e9, 5e8)).toMatchObject({ verdict: 'warn' });
  });
});
