import type { Account, DatasetAccount, DoorAccount } from './account';
import { count } from './format';
import type { Printer } from './print';
import type { SilverAccount } from './silver-account';
import type { Style } from './style';

/** The equations, with their figures. */
export function showAccount(account: Account, print: Printer): void {
  const { silver, reasons, others } = account;
  const { style } = print;
  showDataset(account, print);
  if (silver) print.line(`  tables  ${silverLine(silver, style)}`);
  for (const [table, other] of Object.entries(others)) {
    if (isEmpty(other)) continue;
    print.line(`\n  ${table}`);
    showDataset(other, print);
  }
  const rejected = Object.entries(reasons);
  if (rejected.length > 0) {
    print.line('\n  rejected, by reason:');
    print.table(
      [{ title: '' }, { title: 'records', right: true }],
      rejected.map(([codes, n]) => [`  ${codes}`, count(n)]),
    );
  }
}

function showDataset({ stream, file }: DatasetAccount, print: Printer): void {
  print.line(`  stream  ${doorLine(stream, 'by the archive', print.style)}`);
  print.line(`  files   ${doorLine(file, 'by the claims', print.style)}`);
}

const isEmpty = ({ stream, file }: DatasetAccount): boolean =>
  [stream, file].every(
    ({ received, accepted, rejected }) => received === 0 && accepted + rejected === 0,
  );

function doorLine(door: DoorAccount, source: string, style: Style): string {
  const { received, accepted, rejected, balanced } = door;
  const left =
    received === null
      ? 'received (archive too large to count here)'
      : `${count(received)} received ${style.dim(source)}`;
  return `${sign(balanced, style)} ${left} = ${count(accepted)} accepted + ${count(rejected)} rejected`;
}

function silverLine(account: SilverAccount, style: Style): string {
  const { bronze, silver, duplicates, conflicts, moved, waiting, balanced } = account;
  const parts = [
    `${count(silver)} silver`,
    `${count(duplicates)} duplicates`,
    `${count(conflicts)} conflicts`,
    `${count(moved)} moved`,
  ];
  if (waiting !== 0) parts.push(style.warn(`${count(waiting)} not built yet (npx sluice run)`));
  return `${sign(balanced, style)} ${count(bronze)} bronze = ${parts.join(' + ')}`;
}

function sign(balanced: boolean | null, style: Style): string {
  if (balanced === null) return style.dim('·');
  return balanced ? style.good('✔') : style.warn('≠');
}
