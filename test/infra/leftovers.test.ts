import { testChecks } from './checks/check';
import { leftoverChecks, logChecks } from './checks/leftovers';
import { workgroupChecks } from './checks/workgroups';

testChecks('what nobody could take', leftoverChecks);
testChecks('the logs', logChecks);
testChecks('the workgroups', workgroupChecks);
