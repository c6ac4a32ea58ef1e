import { SPARK_SCRIPT_NAMES, SPARK_SCRIPTS } from '../spark-scripts';
import type { Acknowledgement } from './acknowledgement';
import { prefixes } from './wildcard-kinds';

export const sparkJobs = (): readonly Acknowledgement[] => [
  prefixes(
    [
      ...SPARK_SCRIPT_NAMES.map((script) => SPARK_SCRIPTS[script]).flatMap(({ writes, reads }) => [
        `lake/gold/${writes}/job-run=*`,
        ...reads.map((table) => `lake/gold/${table}/*`),
      ]),
      'logs:log-group:/aws-glue/jobs*/*',
    ],
    SPARK_SCRIPT_NAMES.map((script) => `Pipeline/Spark/${script.replace('.py', '')}/Role`),
    'a Spark job reads named tables and writes below a prefix of its own; Glue names its logs and the objects',
  ),
];
