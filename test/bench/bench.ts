import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { benchAlerts } from './alerts';
import { benchArchiver, benchTransform, benchWatcher } from './bundle-size';
import { benchGate } from './gate';
import { benchIncremental } from './incremental';
import { benchMedallion } from './medallion';

const TARGETS: Readonly<Record<string, string>> = {
  'gate.ratio': '≥ 0.28',
  'transform.importMs': '≤ 20',
  'transform.gzBytes': '≤ 30720',
  'watcher.importMs': '≤ 30',
  'medallion.taxRatio': '≤ 1.3 at 1,000,000 rows',
  'medallion.peakRssMb': '≤ 2048',
  'incremental.ratio': '≤ 1.3',
  'incremental.runRatio': '≤ 1.3',
  'alerts.p99Ms': '< 2000 at 1,000 records a second',
};
const PARTS: Readonly<Record<string, (rows: number) => Promise<object> | object>> = {
  gate: benchGate,
  transform: benchTransform,
  watcher: benchWatcher,
  archiver: benchArchiver,
  medallion: benchMedallion,
  incremental: benchIncremental,
  alerts: benchAlerts,
  synth: benchSynth,
};

interface Options {
  readonly json: boolean;
  readonly rows: string;
  readonly only?: string;
}
const program = new Command('bench')
  .description(
    'Measures the hot paths. Ratios are taken inside one run and hold on any machine; bare seconds do not.',
  )
  .option('--json', 'one JSON object', false)
  .option('--rows <n>', 'transactions of the medallion part', '200000')
  .option('--only <parts>', `of ${Object.keys(PARTS).join(', ')}, joined by commas`);
const options = program.parse().opts<Options>();
const wanted = options.only?.split(',') ?? Object.keys(PARTS);
const unknown = wanted.filter((part) => !(part in PARTS));
if (unknown.length > 0) program.error(`no part ${unknown.join(', ')}`);

const figures: Record<string, object> = {};
for (const part of wanted) {
  if (!options.json) process.stderr.write(`measuring ${part} …\n`);
  const measured = await PARTS[part]?.(Number(options.rows));
  if (measured !== undefined) figures[part] = measured;
}
if (options.json) console.log(JSON.stringify(figures));
else printTable();
process.exit(0);

/** Seconds from sources to the assembly, bundling included, validation off as the laptop does it. */
function benchSynth(): { readonly seconds: number } {
  const out = mkdtempSync(path.join(tmpdir(), 'sluice-synth-'));
  const start = performance.now();
  const synth = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    env: {
      ...process.env,
      CDK_OUTDIR: out,
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: '{"env":"dev"}',
    },
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  rmSync(out, { recursive: true, force: true });
  if (synth.status !== 0) throw new Error(`synth failed:\n${synth.stderr}`);
  return { seconds };
}

function printTable(): void {
  const table = new Table({ head: ['figure', 'value', 'target'], style: { head: [], border: [] } });
  for (const [part, measured] of Object.entries(figures)) {
    for (const [name, value] of Object.entries(measured)) {
      const isText = typeof value === 'string' || Number.isInteger(value);
      const shown = isText ? String(value) : Number(value).toFixed(3);
      table.push([`${part}.${name}`, shown, TARGETS[`${part}.${name}`] ?? '']);
    }
  }
  console.log(table.toString());
}
