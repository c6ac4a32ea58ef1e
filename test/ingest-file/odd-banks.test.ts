import { describe, expect, it } from 'vitest';
import { jsonOf } from './support/read';

const BANK = `
zone: Europe/Prague
file: {delimiter: ;, charset: windows-1252}
datasets:
  transactions:
    fields:
      transaction_id: trans_id
      source_system: {const: berka}
      transaction_time: {from: date, format: '%y%m%d'}
      event_time: {from: date, format: '%y%m%d'}
      value_date: {from: date, format: '%y%m%d'}
      channel: {from: operation, map: {'VYBER KARTOU': atm, '*': branch}, default: branch}
      type: {from: [operation, k_symbol], map: {'VYBER*': withdrawal, VKLAD: deposit, PREVOD*: transfer, UROK: deposit}}
      direction: {from: type, map: {PRIJEM: credit, VYDAJ: debit, VYBER: debit}}
      status: {const: COMPLETED}
      currency: {const: CZK}
      amount: amount
      balance_after: balance
      account_id: account_id
      counterparty_account: {join: [bank, account], with: ' '}
`;

describe('a bank export with semicolons, yymmdd dates and Czech words', () => {
  it('becomes movements on accounts', async () => {
    const csv =
      '"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"\r\n' +
      '695247;2378;930101;"PRIJEM";"VKLAD";700.00;700.00;;;\r\n' +
      '171812;576;930131;"PRIJEM";;20.10;-1920.10;"UROK";"";\r\n' +
      '207264;704;930202;"VYDAJ";"PREVOD NA UCET";2600.50;0;"SIPO";"YZ";14132887\r\n';

    const [deposit, interest, transfer] = await jsonOf('trans.asc', csv, BANK);

    expect(deposit).toEqual({
      transaction_id: '695247',
      source_system: 'berka',
      transaction_time: '1992-12-31T23:00:00.000Z',
      event_time: '1992-12-31T23:00:00.000Z',
      value_date: '1993-01-01',
      channel: 'branch',
      type: 'deposit',
      direction: 'credit',
      status: 'COMPLETED',
      currency: 'CZK',
      amount: '700.00',
      balance_after: '700.00',
      account_id: '2378',
    });
    expect(interest).toMatchObject({ type: 'deposit', balance_after: '-1920.10' });
    expect(interest).not.toHaveProperty('counterparty_account');
    expect(transfer).toMatchObject({ type: 'transfer', counterparty_account: 'YZ 14132887' });
  });
});
