import { oneState } from './machine';

export const echo = oneState({ Type: 'Pass', End: true });

export const slow = oneState({ Type: 'Wait', Seconds: 3600, End: true });

export const query = oneState({
  Type: 'Task',
  Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
  Arguments: { QueryString: 'SELECT 1', WorkGroup: 'w' },
  End: true,
});
