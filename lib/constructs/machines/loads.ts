import type { Graph, MapState, State, TaskState } from './states';
import { catchAll, invoke } from './steps';

/** Loads of different tables at once: each waits for the warehouse most of its time. */
const PARALLEL_LOADS = 4;
const LAMBDA_TIMEOUT = 300;
/** Between two looks at a batch that runs, seconds. */
const LOOK_SECONDS = 5;

/**
 * Copies what was published into the warehouse, table by table, each in batches. A load that fails has said why in
 * its output: its table keeps the rows of before, and the others go on.
 * @param identity what every state of the run is known by, and how its levels ended
 * @param next the state that takes `loads`: where each table's load stands
 */
export const loads = (
  loadWarehouse: string,
  identity: Readonly<Record<string, string>>,
  next: string,
): Readonly<Record<string, State>> => ({
  PlanLoads: invoke(
    loadWarehouse,
    { op: 'plan' },
    {
      comment: 'which copies in the warehouse are not what is published',
      timeoutSeconds: LAMBDA_TIMEOUT,
      catch: catchAll(next, { ...identity, loads: [notLoaded('every table')] }),
      output: { ...identity, tables: '{% $states.result.Payload.tables %}' },
      next: 'Loads',
    },
  ),
  Loads: loadsOfTables(loadWarehouse, identity, next),
});

const loadsOfTables = (
  loadWarehouse: string,
  identity: Readonly<Record<string, string>>,
  next: string,
): MapState => ({
  Type: 'Map',
  Items: '{% $states.input.tables %}',
  ItemSelector: {
    table: '{% $states.context.Map.Item.Value %}',
    run: '{% $states.context.Execution.Id %}',
    slices: 0,
    rows: 0,
  },
  MaxConcurrency: PARALLEL_LOADS,
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...oneTable(loadWarehouse) },
  Catch: catchAll(next, { ...identity, loads: [notLoaded('every table')] }),
  Output: { ...identity, loads: '{% $states.result %}' },
  Next: next,
});

const oneTable = (loadWarehouse: string): Graph => ({
  StartAt: 'StartLoad',
  States: {
    StartLoad: step(loadWarehouse, 'start', 'deletes and inserts the slices of a batch in one go'),
    LookAtLoad: step(loadWarehouse, 'look', 'whether the batch has ended, and how'),
    LoadStands: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.next = 'wait' %}", Next: 'LoadRuns' },
        { Condition: "{% $states.input.next = 'start' %}", Next: 'StartLoad' },
      ],
      Default: 'LoadEnded',
    },
    LoadRuns: { Type: 'Wait', Seconds: LOOK_SECONDS, Next: 'LookAtLoad' },
    LoadEnded: { Type: 'Succeed' },
  },
});

const step = (loadWarehouse: string, op: 'start' | 'look', comment: string): TaskState =>
  invoke(loadWarehouse, `{% $merge([$states.input, {'op': '${op}'}]) %}`, {
    comment,
    timeoutSeconds: LAMBDA_TIMEOUT,
    catch: catchAll('LoadEnded', notLoaded('{% $states.input.table %}')),
    output: '{% $states.result.Payload %}',
    next: 'LoadStands',
  });

const notLoaded = (table: string) => ({
  table,
  next: 'failed',
  slices: 0,
  rows: 0,
  reason: '{% $states.errorOutput.Error %}',
});
