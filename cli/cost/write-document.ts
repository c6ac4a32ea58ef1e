import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../home';
import { costTables, renewed } from './document';

const file = path.join(ROOT, 'docs', 'cost.md');
writeFileSync(file, renewed(readFileSync(file, 'utf8'), await costTables()));
