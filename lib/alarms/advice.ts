import type { Config } from '../config';

/** What to do, for someone who has just been woken: on top of the dashboard. */
export const advice = ({ env, monitoring }: Config): string =>
  [
    `# Sluice ${env}: what to do`,
    `1. Read the alarm: its text says what is broken for whom. The runbook is \`${monitoring.runbook}\`, one section per alarm.`,
    `2. \`npx sluice status --env ${env}\` shows the last runs, how old each table is, what stands blocked and why, and whether the books balance.`,
    '3. Data in the streams is safe until their retention ends; landed files and the archive stay. Nothing has to be done in a hurry but to make ingestion go again.',
    `4. A failed run mends itself when its cause is gone: the next one builds what is open, or \`npx sluice run --env ${env}\` does now.`,
    '5. Never delete objects, queues or partitions to silence an alarm.',
  ].join('\n');
