import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts as allContracts } from '../shared/contracts';
import { validatorOf } from '../shared/contracts/validator-of';
import type { Contract } from '../shared/contracts/contract';
import { createGate, type Tokens, type Verdict } from '../shared/gate/gate';
import type { GateSettings } from '../shared/settings';
import { FileFault } from './faults';
import { judgeRecords } from './judge-records';
import { LIMITS } from './limits';
import { makeRecords } from './make-records';
import { settingsFor, type Recipe } from './sources';
import { parseMapping } from './mapping';
import { spool } from './spool';

export interface SourceTest {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Its ending tells the format when the mapping does not. */
  readonly fileName: string;
  /** Text of the mapping; absent: the file's fields are the contract's. */
  readonly mapping?: string;
  /** Name of the mapping file, for messages. */
  readonly mappingName?: string;
  /** Dataset of the mapping; absent: named as the contract's table, or the only one. */
  readonly dataset?: string;
  /** Contract of a file without a mapping; with one, the mapping's dataset decides. */
  readonly contract: Contract;
  readonly settings: GateSettings;
  readonly tokens: Tokens;
}
export interface RejectedSample {
  /** Row of the file, from 1. */
  readonly row: number;
  readonly reasons: readonly {
    readonly code: string;
    readonly path: string;
    readonly detail?: string;
  }[];
  /** What may be shown of the record. */
  readonly redacted: unknown;
}
export interface SourceReport {
  readonly rows: number;
  /** Records: received = accepted + rejected. */
  readonly received: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Records by reason code; one record may have several. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly samples: readonly RejectedSample[];
  readonly acceptedSamples: readonly unknown[];
  /** Partition days that the file would touch. */
  readonly days: { readonly count: number; readonly first?: string; readonly last?: string };
}
const SAMPLES = 10;

function recipeFor(test: SourceTest): Recipe {
  const { mapping: text, mappingName = 'mapping', contract } = test;
  if (text === undefined) return { contract, sha256: '' };
  const contracts = { ...allContracts, [contract.table]: contract };
  const { datasets, sha256, cutoffHour } = parseMapping(text, mappingName, contracts);
  const [only, ...others] = Object.values(datasets);
  const wanted = test.dataset ?? contract.table;
  const mapping = datasets[wanted] ?? (others.length === 0 && !test.dataset ? only : undefined);
  if (mapping === undefined) {
    const known = Object.keys(datasets).join(', ');
    throw new FileFault(`is of dataset "${wanted}", which the mapping lacks: it has ${known}`);
  }
  const own = contracts[mapping.table] ?? contract;
  return { contract: own, mapping, sha256, ...(cutoffHour !== undefined && { cutoffHour }) };
}

function redactedOf(row: string): unknown {
  const parsed: unknown = JSON.parse(row);
  const text =
    typeof parsed === 'object' && parsed !== null && 'redacted' in parsed ? parsed.redacted : '';
  return typeof text === 'string' && text !== '' ? (JSON.parse(text) as unknown) : {};
}

class Tally {
  private readonly counts = { rows: 0, received: 0, accepted: 0, rejected: 0 };
  private readonly reasons: Record<string, number> = {};
  private readonly samples: RejectedSample[] = [];
  private readonly acceptedSamples: unknown[] = [];
  private readonly days = new Set<string>();

  readonly onRow = (): void => void (this.counts.rows += 1);

  add(number: number, verdict: Verdict): void {
    this.counts.received += 1;
    this.counts[verdict.accepted ? 'accepted' : 'rejected'] += 1;
    if (verdict.accepted) {
      this.days.add(verdict.partition);
      if (this.acceptedSamples.length < SAMPLES) this.acceptedSamples.push(JSON.parse(verdict.row));
      return;
    }
    const { reasons, row } = verdict;
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      this.reasons[code] = (this.reasons[code] ?? 0) + 1;
    }
    if (this.samples.length < SAMPLES) {
      this.samples.push({ row: number, reasons, redacted: redactedOf(row) });
    }
  }

  report(): SourceReport {
    const { reasons, samples, acceptedSamples } = this;
    const days = [...this.days].sort();
    const span = { count: days.length, first: days[0], last: days.at(-1) };
    return { ...this.counts, reasons, samples, acceptedSamples, days: span };
  }
}

/**
 * Tries a mapping on a file: what would be accepted, what rejected and why. Nothing is written.
 * @throws MappingError when the mapping has faults, FileFault when the whole file cannot be read
 */
export async function testSource(test: SourceTest): Promise<SourceReport> {
  const recipe = recipeFor(test);
  const now = Date.now();
  const settings = settingsFor(test.settings, recipe);
  const isCanonical = await validatorOf(recipe.contract);
  const options = { settings, tokens: test.tokens, isCanonical, now: () => now };
  const gate = createGate(recipe.contract, options);
  const folder = await mkdtemp(join(tmpdir(), 'source-test-'));
  const tally = new Tally();
  try {
    const { fileName, bytes } = test;
    const file = await spool(bytes, join(folder, 'file'), LIMITS.fileBytes);
    const request = { file, fileName, folder, limits: LIMITS, onRow: tally.onRow, ...recipe };
    const origin = {
      shard: file.sha256.slice(0, 12),
      ingestedAt: new Date(now).toISOString(),
      source: recipe.sha256,
      ...(recipe.mapping !== undefined && { timeZone: recipe.mapping.zone }),
    };
    for await (const { record, verdict } of judgeRecords(makeRecords(request), gate, origin)) {
      tally.add(record.number, verdict);
    }
    return tally.report();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
