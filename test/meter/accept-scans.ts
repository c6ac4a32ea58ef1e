/** `npm run scans -- "<why>"`: accepts what models scan now. What grew, and what prunes nothing, needs the reason. */
import { models } from '../sql/models';
import { acceptedScans, grew, writeAccepted, type AcceptedScans } from './accepted-scans';
import { modelScans, unpruned } from './model-scans';

const [reason] = process.argv.slice(2);
const before = acceptedScans();
const unexplained: string[] = [];
const entries = models.map((model): [string, AcceptedScans] => {
  const known = before[model.name];
  const scans = modelScans(model, models);
  const isNew = known === undefined && unpruned(model, scans).length > 0;
  const isMore = isNew || (known !== undefined && grew(known, scans));
  if (isMore && reason === undefined) unexplained.push(model.name);
  const why = isMore ? reason : known?.why;
  return [model.name, { ...(why !== undefined && { why }), ...scans }];
});
if (unexplained.length > 0) {
  console.error(`${unexplained.join(', ')} would scan more: say why, npm run scans -- "<why>"`);
  process.exit(1);
}
writeAccepted(Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))));
console.log(`${entries.length} models accepted`);
