// Notes every event; fails the first times for keys that say so.
import { appendFileSync, readFileSync } from 'node:fs';

export const handler = async (event) => {
  appendFileSync(process.env.NOTE_FILE, `${JSON.stringify(event)}\n`);
  const seen = readFileSync(process.env.NOTE_FILE, 'utf8').split('\n');
  const key = event.detail.object.key;
  if (key.includes('twice') && seen.filter((line) => line.includes(key)).length < 3) {
    throw new Error('not yet');
  }
  return 'noted';
};
