import type { Catcher, State } from './states';
import { query, runJob } from './steps';

/** A job of two workers takes minutes; one that hangs is stopped, and says so. */
const JOB_TIMEOUT = 3600;
/** As for every statement: below Athena's own limit. */
const STATEMENT_TIMEOUT = 1700;

/**
 * What comes before the statement of a table that Spark makes: the job, then its files as a table of staging.
 * @param build what every state hands on
 * @param failed where a step goes that fails
 */
export const sparkStates = (
  build: Readonly<Record<string, string>>,
  failed: (stage: string) => readonly Catcher[],
): Readonly<Record<string, State>> => {
  const output = {
    ...build,
    job: '{% $states.input.job %}',
    ctas: '{% $states.input.ctas %}',
    audit: '{% $states.input.audit %}',
    queries: {},
  };
  return {
    Engine: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $exists($states.input.job.name) %}', Next: 'Job' }],
      Default: 'Ctas',
    },
    Job: runJob(
      { JobName: '{% $states.input.job.name %}', Arguments: '{% $states.input.job.arguments %}' },
      {
        comment: 'Spark writes its rows to a prefix that nothing else uses',
        timeoutSeconds: JOB_TIMEOUT,
        catch: failed('job'),
        output,
        next: 'ShowJob',
      },
    ),
    ShowJob: query(
      {
        QueryString: '{% $states.input.job.shown.sql %}',
        ClientRequestToken: '{% $states.input.job.shown.token %}',
        WorkGroup: '{% $states.input.job.shown.workgroup %}',
        QueryExecutionContext: {
          Catalog: 'AwsDataCatalog',
          Database: '{% $states.input.job.shown.database %}',
        },
      },
      {
        comment: 'what the job wrote, as a table of staging',
        timeoutSeconds: STATEMENT_TIMEOUT,
        catch: failed('shown'),
        output,
        next: 'Ctas',
      },
    ),
  };
};
