import { testChecks } from './checks/check';
import { topicsChecks } from './checks/topics';

testChecks('the topics', topicsChecks);
