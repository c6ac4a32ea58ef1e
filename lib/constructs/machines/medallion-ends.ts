import type { State } from './states';

/** How a run ends: its output, or its error, says the rest. */
export const ends: Readonly<Record<string, State>> = {
  Done: { Type: 'Succeed' },
  NothingNew: { Type: 'Succeed' },
  Estimated: { Type: 'Succeed' },
  LeftToTheOther: {
    Type: 'Succeed',
    Comment: 'asked as the schedule asks, which does so again soon; the output names the other run',
    Output: {
      status: 'busy',
      message: '{% $states.input.message %}',
      holder: '{% $states.input.holder %}',
    },
  },
  AnotherRunIsBusy: {
    Type: 'Fail',
    Error: 'Sluice.Busy',
    Cause: '{% $states.input.message %}',
  },
  TablesFailed: {
    Type: 'Fail',
    Error: 'Sluice.TablesFailed',
    Cause: '{% $states.input.summary %}',
  },
  RunFailed: {
    Type: 'Fail',
    Error: '{% $states.input.error %}',
    Cause: '{% $states.input.cause %}',
  },
  LeaseLeft: {
    Type: 'Fail',
    Comment: 'the next run takes the lease over, because this execution has ended',
    Error: '{% $states.input.error %}',
    Cause: '{% $states.input.cause %}',
  },
};
