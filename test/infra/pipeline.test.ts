import { testChecks } from './checks/check';
import { patienceChecks } from './checks/patience';
import { pipelineChecks } from './checks/pipeline';

testChecks('the pipeline', pipelineChecks);
testChecks('the patience', patienceChecks);
