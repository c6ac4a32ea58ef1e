import { loads } from './loads';
import { ends } from './medallion-ends';
import type { Graph, Machine, MapState, State } from './states';
import { catchAll, invoke, runChild } from './steps';

export interface MedallionRefs {
  /** ARNs. */
  readonly planRun: string;
  readonly reportRun: string;
  readonly buildTable: string;
  /** Where there is a warehouse. */
  readonly loadWarehouse?: string;
  /** A stuck run ends after this; the next one takes its lease over and builds what is still missing. */
  readonly longestSeconds: number;
}

/** A lambda's own timeout ends it before. */
const LAMBDA_TIMEOUT = 900;
/** Left of the run's time for what follows a build that took all it may: the report, which gives the lease back. */
const AFTER_A_BUILD = 1200;

/** Every execution is known by these, whatever else is lost. */
const IDENTITY = {
  execution: '{% $states.context.Execution.Id %}',
  startedAt: '{% $states.context.Execution.StartTime %}',
};

const WALKED = { ...IDENTITY, status: 'SUCCEEDED' };

/** What a fault leaves behind: names and positions, no results. */
const FAULT = {
  ...IDENTITY,
  status: 'FAILED',
  error: '{% $states.errorOutput.Error %}',
  cause:
    '{% $exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, 2000) : "" %}',
};

/**
 * `medallion`: plans a run, builds level after level, loads the warehouse where there is one, reports. It is the
 * same for any number of models: states carry references, the plan lies in S3. With nothing new it makes two
 * transitions. After the lease is taken every way out leads through `Report` or a plan that gave it back.
 */
export const medallionDefinition = (refs: MedallionRefs): Machine => ({
  Comment: 'one run: plan, build every level, report',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: refs.longestSeconds,
  StartAt: 'Plan',
  States: {
    Plan: invoke(
      refs.planRun,
      { op: 'start', request: '{% $states.context.Execution.Input %}', ...IDENTITY },
      {
        comment: 'takes the lease and decides whether there is anything to build',
        timeoutSeconds: LAMBDA_TIMEOUT,
        catch: catchAll('ReportFault', FAULT),
        output: '{% $states.result.Payload %}',
        next: 'Planned',
      },
    ),
    Planned: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.status = 'nothing' %}", Next: 'NothingNew' },
        { Condition: "{% $states.input.status = 'planned' %}", Next: 'Levels' },
        { Condition: "{% $states.input.status = 'dryRun' %}", Next: 'Estimated' },
        { Condition: '{% $states.input.isPlain %}', Next: 'LeftToTheOther' },
      ],
      Default: 'AnotherRunIsBusy',
    },
    Levels: levels(refs),
    ...(refs.loadWarehouse !== undefined && loads(refs.loadWarehouse, WALKED, 'Report')),
    ...reports(refs),
    ...ends,
  },
});

const levels = (refs: MedallionRefs): MapState => ({
  Type: 'Map',
  Comment: 'one level at a time: what a level builds follows from what the levels before published',
  Items: '{% $states.input.levels %}',
  ItemSelector: {
    run: '{% $states.input.run %}',
    parallelBuilds: '{% $states.input.parallelBuilds %}',
    level: '{% $states.context.Map.Item.Value %}',
  },
  MaxConcurrency: 1,
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...oneLevel(refs) },
  Catch: catchAll('ReportFault', FAULT),
  Output: WALKED,
  Next: refs.loadWarehouse === undefined ? 'Report' : 'PlanLoads',
});

const oneLevel = (refs: MedallionRefs): Graph => ({
  StartAt: 'PlanLevel',
  States: {
    PlanLevel: {
      ...invoke(
        refs.planRun,
        { op: 'level', run: '{% $states.input.run %}', level: '{% $states.input.level %}' },
        {
          comment: 'which slices of the level differ from what they would be built from now',
          timeoutSeconds: LAMBDA_TIMEOUT,
          catch: [],
          output: {
            builds: '{% $states.result.Payload.builds %}',
            parallelBuilds: '{% $states.input.parallelBuilds %}',
          },
          next: 'Builds',
        },
      ),
    },
    Builds: {
      Type: 'Map',
      Items: '{% $states.input.builds %}',
      MaxConcurrency: '{% $states.input.parallelBuilds %}',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...oneBuild(refs) },
      Output: {},
      End: true,
    },
  },
});

/** A build that fails has said why in its outcome; the others go on. */
const oneBuild = (refs: MedallionRefs): Graph => ({
  StartAt: 'Build',
  States: {
    Build: runChild(
      refs.buildTable,
      {
        run: '{% $states.input.run %}',
        build: '{% $states.input.build %}',
        AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: '{% $states.context.Execution.Id %}',
      },
      {
        comment: 'one model, one batch of slices',
        timeoutSeconds: refs.longestSeconds - AFTER_A_BUILD,
        catch: catchAll('BuildEnded', {}),
        output: {},
        next: 'BuildEnded',
      },
    ),
    BuildEnded: { Type: 'Succeed' },
  },
});

const reports = (refs: MedallionRefs): Readonly<Record<string, State>> => ({
  Report: invoke(refs.reportRun, '{% $states.input %}', {
    comment: 'settles what was built, writes the summary, gives the lease back',
    timeoutSeconds: LAMBDA_TIMEOUT,
    catch: catchAll('ReportFault', FAULT),
    output: '{% $states.result.Payload %}',
    next: 'Reported',
  }),
  Reported: {
    Type: 'Choice',
    Choices: [{ Condition: "{% $states.input.status = 'SUCCEEDED' %}", Next: 'Done' }],
    Default: 'TablesFailed',
  },
  ReportFault: invoke(refs.reportRun, '{% $states.input %}', {
    comment: 'gives the lease back after a fault of the run itself',
    timeoutSeconds: LAMBDA_TIMEOUT,
    catch: catchAll('LeaseLeft', {
      error: '{% $states.input.error %}',
      cause: '{% $states.input.cause %}',
    }),
    output: { error: '{% $states.input.error %}', cause: '{% $states.input.cause %}' },
    next: 'RunFailed',
  }),
});
