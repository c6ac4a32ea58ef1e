import { testChecks } from './checks/check';
import { statefulChecks } from './checks/stateful';

testChecks('stateful resources', statefulChecks);
