import type { Account, DoorAccount } from './account';
import { count } from './format';
import type { Printer } from './print';
import type { SilverAccount } from './silver-account';
import type { Style } from './style';

/** The two equations, with their figures. */
export function showAccount({ stream, file, silver, reasons }: Account, print: Printer): void {
  const { style } = print;
  print.line(`  stream  ${doorLine(stream, 'by the archive', style)}`);
  print.line(`  files   ${doorLine(file, 'by the claims', style)}`);
  if (silver) print.line(`  tables  ${silverLine(silver, style)}`);
  const rejected = Object.entries(reasons);
  if (rejected.length > 0) {
    print.line('\n  rejected, by reason:');
    print.table(
      [{ title: '' }, { title: 'records', right: true }],
      rejected.map(([codes, n]) => [`  ${codes}`, count(n)]),
    );
  }
}

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
