import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineArn, MACHINES } from '../../lambdas/shared/names';
import { ownJson } from '../../lambdas/shared/own-json';
import { generateHistory } from '../../samples/generate';
import { Laptop } from './laptop';

const today = new Date().toISOString().slice(0, 10);
const history = generateHistory({ seed: 5, days: 20, transactions: 400, endDate: today });
const TABLES = [
  ...['silver.transactions', 'silver.transaction_items', 'silver.stores'],
  ...['gold.daily_sales_summary', 'gold.customer_monthly_summary', 'gold.product_performance'],
];
/** Entered only when a step fails, or a load outlasts the first look at it: a run where all goes well never sees them. */
const RARE_STATES = new Set(['ReportFault', 'Classify', 'LookAtLoad']);

let clean: Laptop;
let killed: Laptop;
let expected: Readonly<Record<string, string>>;

beforeAll(async () => {
  clean = await Laptop.make();
  clean.buildOnly(TABLES);
  killed = await Laptop.make(clean.assemblyDir);
  await clean.up();
  await loadAll(clean);
  await clean.run();
  expected = await contents(clean);
}, 180_000);
afterAll(async () => {
  await clean?.remove();
  await killed?.remove();
});

async function loadAll(laptop: Laptop): Promise<void> {
  await laptop.load('transactions', history.transactions);
  await laptop.load('products', history.datasets.products);
  await laptop.load('stores', history.datasets.stores);
}

/**
 * What readers see, a hash for each table: when and by which run it was made does not count, and every
 * lake makes tokens of its own.
 */
async function contents(laptop: Laptop): Promise<Readonly<Record<string, string>>> {
  const tables: Record<string, string> = {};
  for (const table of TABLES) {
    const rows = await laptop.query(`SELECT * FROM ${table}`);
    const lines = rows.map((row) =>
      JSON.stringify({ ...row, ingested_at: null }).replaceAll(/c1_[\w-]+/g, 'token'),
    );
    const hash = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
    tables[table] = `${lines.length} rows ${hash.slice(0, 12)}`;
  }
  return tables;
}

/** @returns whether the process was killed; false when the moment never came */
function die(args: readonly string[]): Promise<boolean> {
  const script = path.join(import.meta.dirname, 'killed.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, killed.folder, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') return resolve(true);
      if (code === 3) return resolve(false);
      reject(new Error(`${args.join(' ')} ended with ${code ?? signal}`));
    });
  });
}

/** Names of all states that do something, those of builds first. */
async function workingStates(): Promise<readonly (readonly [string, string])[]> {
  const sfn = await clean.served.clients.sfn();
  const found: (readonly [string, string])[] = [];
  const collect = (machine: string, states: Record<string, unknown>): void => {
    for (const [name, state] of Object.entries(states)) {
      const { Type, ItemProcessor } = state as { Type: string; ItemProcessor?: { States: object } };
      if (['Task', 'Map'].includes(Type) && !RARE_STATES.has(name)) found.push([machine, name]);
      if (ItemProcessor) collect(machine, ItemProcessor.States as Record<string, unknown>);
    }
  };
  for (const machine of MACHINES.toReversed()) {
    const { definition = '{}' } = await sfn.describeStateMachine({
      stateMachineArn: machineArn(clean.served.place, machine),
    });
    const { States } = ownJson<{ States: Record<string, unknown> }>(definition, machine);
    collect(machine, States);
  }
  return found;
}

describe('killed at any moment', () => {
  it('loads a file once, however often the file door dies over it', async () => {
    const file = path.join(killed.folder, 'history.ndjson');
    writeFileSync(file, history.transactions.join('\n'));

    const deaths = [
      await die(['load', 'transactions', file, '1']),
      await die(['load', 'transactions', file, '7']),
    ];
    await killed.up();
    await loadAll(killed);

    expect(deaths).toContain(true);
    const [rows] = await killed.query('SELECT count(*) AS n FROM bronze.transactions');
    expect(rows).toEqual({ n: history.transactions.length });
    await killed.down();
  }, 120_000);

  it('ends with the same tables after a death in every state of the machines', async () => {
    const states = await workingStates();
    const survived: string[] = [];
    for (const [machine, state] of states) {
      const moment = ['run', machine, state];
      // A death after the last build leaves no build to do, and a run without one ends early: a day is asked for.
      if (!(await die(moment)) && !(await die([...moment, today]))) survived.push(state);
    }
    await killed.up();
    const run = await killed.run();

    expect(states.length).toBeGreaterThanOrEqual(8);
    expect(survived).toEqual([]);
    expect(run.status, run.cause).toBe('SUCCEEDED');
    expect(await contents(killed)).toEqual(expected);
  }, 300_000);
});
