import { testChecks } from './checks/check';
import { tagsChecks } from './checks/tags';

testChecks('tags', tagsChecks);
