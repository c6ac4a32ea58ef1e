import { at, listOf, ofType, word, type Templates, type Value } from '../templates';
import type { Checks } from './check';
import { plain } from './compare';

type Tree = Readonly<Record<string, Value>>;

/**
 * Where each step of a machine leads: to what follows, to one of several by `?`, and by `!` where everything goes that
 * fails. A run that fails at any step still reports and gives its lease back; a build that fails is judged before it
 * ends; neither stops the builds beside it.
 */
const LEVEL = [
  'start PlanLevel',
  'PlanLevel > Builds',
  'start Build',
  'Builds > end, {% $states.input.parallelBuilds %} at a time',
  'Build > BuildEnded ! BuildEnded',
  'BuildEnded succeeds',
];
const EDGES: Readonly<Record<string, readonly string[]>> = {
  medallion: [
    'start Plan',
    'Plan > Planned ! ReportFault',
    'Planned ? NothingNew Levels Estimated LeftToTheOther AnotherRunIsBusy',
    ...LEVEL,
    'Report > Reported ! ReportFault',
    'Reported ? Done TablesFailed',
    'ReportFault > RunFailed ! LeaseLeft',
    'Done succeeds',
    'NothingNew succeeds',
    'Estimated succeeds',
    'LeftToTheOther succeeds',
    'AnotherRunIsBusy fails',
    'TablesFailed fails',
    'RunFailed fails',
    'LeaseLeft fails',
  ],
  'build-table': [
    'start Begin',
    'Begin > Render',
    'Ctas > Audit ! Classify',
    'Audit > Judge ! Classify',
    'Judge > Judged ! Classify',
    'Judged ? Publish Pause BuildFailed',
    'Publish > Published ! Classify',
    'Classify > Judged ! BuildFailed',
    'Pause > Render',
    'Published succeeds',
    'BuildFailed fails',
  ],
};

/** Where there is a warehouse, it is loaded before the report: whatever fails there, the run reports. */
const LOADS = [
  'Levels > PlanLoads ! ReportFault, 1 at a time',
  'PlanLoads > Loads ! Report',
  'Loads > Report ! Report, 4 at a time',
  'start StartLoad',
  'StartLoad > LoadStands ! LoadEnded',
  'LookAtLoad > LoadStands ! LoadEnded',
  'LoadStands ? LoadRuns StartLoad LoadEnded',
  'LoadRuns > LookAtLoad',
  'LoadEnded succeeds',
];
/** Tables that Spark makes take two steps more. */
const JOBS = [
  'Render > Engine ! Classify',
  'Engine ? Job Ctas',
  'Job > ShowJob ! Classify',
  'ShowJob > Ctas ! Classify',
];
const NO_JOBS = ['Render > Ctas ! Classify'];
const NO_LOADS = ['Levels > Report ! ReportFault, 1 at a time'];

function edgesWanted({ config }: Templates, machine: string): readonly string[] {
  const known = EDGES[machine] ?? [];
  if (machine === 'medallion') {
    return [...known, ...(config.warehouse === 'off' ? NO_LOADS : LOADS)];
  }
  return [...known, ...(config.pipeline.spark === 'glue' ? JOBS : NO_JOBS)];
}

/** A statement that is sent twice runs once: its token comes with what was rendered. */
const TOKENS: Readonly<Record<string, string>> = {
  Ctas: '{% $states.input.ctas.token %}',
  Audit: '{% $states.input.audit.token %}',
  ShowJob: '{% $states.input.job.shown.token %}',
};

const definitions = new WeakMap<Value & object, Tree>();

/** Definition of a machine; remembered, as templates share what is not changed. */
function definitionOf(value: Value | undefined): Tree {
  if (value === null || typeof value !== 'object') return {};
  const known = definitions.get(value);
  if (known) return known;
  const parsed: unknown = JSON.parse(word(plain(value)));
  const made = typeof parsed === 'object' && parsed !== null ? (parsed as Tree) : {};
  definitions.set(value, made);
  return made;
}

const statesOf = (group: Value | undefined): readonly (readonly [string, Value])[] =>
  Object.entries(at(group, 'States') ?? {}) as (readonly [string, Value])[];

function edgesOf(group: Value | undefined): readonly string[] {
  const states = statesOf(group);
  return [
    `start ${word(at(group, 'StartAt'))}`,
    ...states.flatMap(([name, state]) => {
      const inner = at(state, 'ItemProcessor');
      return [edge(name, state), ...(inner === undefined ? [] : edgesOf(inner))];
    }),
  ];
}

function edge(name: string, state: Value): string {
  const type = at(state, 'Type');
  if (type === 'Succeed') return `${name} succeeds`;
  if (type === 'Fail') return `${name} fails`;
  if (type === 'Choice') {
    const ways = [
      ...listOf(at(state, 'Choices')).map((way) => at(way, 'Next')),
      at(state, 'Default'),
    ];
    return `${name} ? ${ways.map(word).join(' ')}`;
  }
  const next = at(state, 'End') === true ? 'end' : word(at(state, 'Next'));
  const caught = listOf(at(state, 'Catch'))
    .filter((one) => listOf(at(one, 'ErrorEquals')).includes('States.ALL'))
    .map((one) => ` ! ${word(at(one, 'Next'))}`);
  const most = at(state, 'MaxConcurrency');
  return `${name} > ${next}${caught.join('')}${most === undefined ? '' : `, ${word(most)} at a time`}`;
}

const allStatesOf = (group: Value | undefined): readonly (readonly [string, Value])[] =>
  statesOf(group).flatMap(([name, state]) => [
    [name, state] as const,
    ...allStatesOf(at(state, 'ItemProcessor')),
  ]);

const machines = (lake: Templates): readonly (readonly [string, Tree])[] =>
  ofType(lake, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => [
    word(Properties.StateMachineName).replace(`sluice-${lake.env}-`, ''),
    definitionOf(Properties.DefinitionString),
  ]);

const other = (of: string, given: readonly string[], wanted: readonly string[]) => [
  ...given.filter((line) => !wanted.includes(line)).map((line) => `${of}: ${line}`),
  ...wanted.filter((line) => !given.includes(line)).map((line) => `${of} lacks: ${line}`),
];

export const machineEdgeChecks: Checks = {
  'every step of a machine leads where it should, also when it fails': (lake) => {
    const found = machines(lake);
    return found.length === Object.keys(EDGES).length
      ? found.flatMap(([name, tree]) => other(name, edgesOf(tree), edgesWanted(lake, name)))
      : [`${found.length} machines`];
  },

  'a step that calls is tried again, and the more often the less it may fail': (lake) =>
    machines(lake).flatMap(([machine, tree]) =>
      allStatesOf(tree)
        .filter(([, state]) => at(state, 'Type') === 'Task')
        .flatMap(([name, state]) => {
          const attempts = listOf(at(state, 'Retry')).map((one) => Number(at(one, 'MaxAttempts')));
          const fewest = word(at(state, 'Resource')).includes('lambda:invoke') ? 6 : 8;
          return attempts.length > 0 && attempts.every((count) => count === fewest)
            ? []
            : [`${machine} ${name} is tried ${attempts.join() || 'once'}`];
        }),
    ),

  'a statement that is sent twice runs once': (lake) =>
    machines(lake).flatMap(([, tree]) =>
      allStatesOf(tree)
        .filter(([, state]) => word(at(state, 'Resource')).includes('athena:'))
        .filter(([name, state]) => at(state, 'Arguments', 'ClientRequestToken') !== TOKENS[name])
        .map(([name]) => `${name} has no token of its rendering`),
    ),
};
