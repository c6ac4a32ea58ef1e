import type { Machine, State, TaskState } from './states';
import { sparkStates } from './spark';
import { catchAll, invoke, query } from './steps';

export interface BuildTableRefs {
  /** ARNs. */
  readonly renderBuild: string;
  readonly judgeBuild: string;
  readonly publishSlices: string;
  /** Whether tables of `engine: spark` are built by Glue jobs. */
  readonly hasJobs?: boolean;
}

const LAMBDA_TIMEOUT = 900;
/** Below Athena's own limit of 30 minutes for a statement, so that Step Functions stops it and says so. */
const STATEMENT_TIMEOUT = 1700;
/** Less than a run waits for it, which stops it otherwise without a word of why. */
const TIMEOUT = 90 * 60;

/** What every state of the machine hands on. */
const BUILD = {
  run: '{% $states.input.run %}',
  build: '{% $states.input.build %}',
  attempt: '{% $states.input.attempt %}',
};

const failed = (stage: string) =>
  catchAll('Classify', {
    ...BUILD,
    stage,
    error: '{% $states.errorOutput.Error %}',
    cause: '{% $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : "" %}',
  });

/**
 * `build-table`: one batch of one model, written to a fresh prefix, audited, then published. A failed
 * statement is rendered again under the next attempt, unless it is hopeless.
 */
export const buildTableDefinition = (refs: BuildTableRefs): Machine => ({
  Comment: 'one batch of one model: render, CTAS, audit, judge, publish',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: TIMEOUT,
  StartAt: 'Begin',
  States: {
    Begin: {
      Type: 'Pass',
      Output: {
        run: '{% $states.input.run %}',
        build: '{% $states.input.build %}',
        attempt: 1,
      },
      Next: 'Render',
    },
    Render: render(refs),
    ...(refs.hasJobs && sparkStates(BUILD, failed)),
    Ctas: statement('ctas', 'writes the slices to a prefix that nothing else uses', 'Audit'),
    Audit: statement('audit', 'counts and checks the new slices once', 'Judge'),
    Judge: judge(refs),
    Judged: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.next = 'publish' %}", Next: 'Publish' },
        { Condition: "{% $states.input.next = 'retry' %}", Next: 'Pause' },
      ],
      Default: 'BuildFailed',
    },
    Publish: publish(refs),
    Classify: classify(refs),
    ...ends,
  },
});

const render = (refs: BuildTableRefs): TaskState =>
  invoke(refs.renderBuild, BUILD, {
    comment: 'the statements of this attempt',
    timeoutSeconds: LAMBDA_TIMEOUT,
    catch: failed('render'),
    output: {
      ...BUILD,
      ctas: '{% $states.result.Payload.ctas %}',
      audit: '{% $states.result.Payload.audit %}',
      queries: {},
      ...(refs.hasJobs && {
        job: '{% $exists($states.result.Payload.job) ? $states.result.Payload.job : {} %}',
      }),
    },
    next: refs.hasJobs ? 'Engine' : 'Ctas',
  });

/** Later states need the ids of the queries, not their text. */
const statement = (stage: 'ctas' | 'audit', comment: string, next: string): TaskState =>
  query(
    {
      QueryString: `{% $states.input.${stage}.sql %}`,
      ClientRequestToken: `{% $states.input.${stage}.token %}`,
      WorkGroup: `{% $states.input.${stage}.workgroup %}`,
      QueryExecutionContext: {
        Catalog: 'AwsDataCatalog',
        Database: `{% $states.input.${stage}.database %}`,
      },
    },
    {
      comment,
      timeoutSeconds: STATEMENT_TIMEOUT,
      catch: failed(stage),
      output: {
        ...BUILD,
        ...(stage === 'ctas' && { audit: '{% $states.input.audit %}' }),
        queries: `{% $merge([$states.input.queries, {'${stage}': $states.result.QueryExecution.QueryExecutionId}]) %}`,
      },
      next,
    },
  );

const judge = (refs: BuildTableRefs): TaskState =>
  invoke(
    refs.judgeBuild,
    { op: 'verdict', ...BUILD, queries: '{% $states.input.queries %}' },
    {
      comment: 'what may be published: audit, listing against manifest, empty slices',
      timeoutSeconds: LAMBDA_TIMEOUT,
      catch: failed('judge'),
      output: '{% $states.result.Payload %}',
      next: 'Judged',
    },
  );

const publish = (refs: BuildTableRefs): TaskState =>
  invoke(refs.publishSlices, BUILD, {
    comment: 'the ledger first, guarded by the fence; Glue follows',
    timeoutSeconds: LAMBDA_TIMEOUT,
    catch: failed('publish'),
    output: '{% $states.result.Payload %}',
    next: 'Published',
  });

const classify = (refs: BuildTableRefs): TaskState =>
  invoke(
    refs.judgeBuild,
    {
      op: 'failure',
      ...BUILD,
      stage: '{% $states.input.stage %}',
      error: '{% $states.input.error %}',
      cause: '{% $states.input.cause %}',
    },
    {
      comment: 'whether another attempt can help; the message without quoted values',
      timeoutSeconds: LAMBDA_TIMEOUT,
      catch: catchAll('BuildFailed', {
        error: 'Sluice.BuildFailed',
        message: '{% $states.input.stage & " failed, and its failure could not be classified" %}',
      }),
      output: '{% $states.result.Payload %}',
      next: 'Judged',
    },
  );

const ends: Readonly<Record<string, State>> = {
  Pause: {
    Type: 'Wait',
    Comment: 'seconds drawn at random by the classification, longer after a throttle',
    Seconds: '{% $states.input.waitSeconds %}',
    Next: 'Render',
  },
  Published: { Type: 'Succeed' },
  BuildFailed: {
    Type: 'Fail',
    Error: '{% $states.input.error %}',
    Cause: '{% $states.input.message %}',
  },
};
