/** `medallion-history.ts <home> <rows>`: writes a generated history, and answers its files. */
import path from 'node:path';
import { homeAt } from '../../cli/home';
import { writeHistory } from './history';

/** As many slices as one statement may write, so that no build is split. */
const DAYS = 90;

const [homeDir = '', rows = ''] = process.argv.slice(2);
const folder = path.join(homeAt(homeDir).dir, 'history');
const endDate = new Date().toISOString().slice(0, 10);
const files = writeHistory(folder, { rows: Number(rows), days: DAYS, endDate });
console.log(JSON.stringify({ files }));
