import { describe, expect, it } from 'vitest';
import { documented, judged, shown, zipped } from './support/look-alike';

describe('a Czech bank', () => {
  const mapping = documented('Czech bank');
  const archive = zipped({
    'trans.asc':
      '"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"\r\n' +
      '695247;2378;930101;"PRIJEM";"VKLAD";700.00;700.00;;;\r\n' +
      '171812;576;930131;"PRIJEM";;20.10;-1920.10;"UROK";"";\r\n' +
      '207264;576;930202;"VYDAJ";"PREVOD NA UCET";2600.50;0;" ";"YZ";14132887\r\n',
    'disp.asc':
      '"disp_id";"client_id";"account_id";"type"\n1;11;2378;"OWNER"\n2;12;576;"OWNER"\n3;13;576;"DISPONENT"\n',
    'account.asc':
      '"account_id";"district_id";"frequency";"date"\n576;55;"POPLATEK MESICNE";930101\n2378;16;"x";930101\n',
  });

  it('has movements with their owners, users of the account left out', async () => {
    const { accepted, rejected } = await judged('berka.zip', archive, { mapping });

    expect(rejected).toEqual([]);
    expect(shown(accepted, 'type', 'direction', 'amount', 'value_date', '_partition')).toEqual([
      {
        type: 'deposit',
        direction: 'credit',
        amount: '700.00',
        value_date: '1993-01-01',
        _partition: '1993-01-01',
      },
      {
        type: 'deposit',
        direction: 'credit',
        amount: '20.10',
        value_date: '1993-01-31',
        _partition: '1993-01-31',
      },
      {
        type: 'transfer',
        direction: 'debit',
        amount: '2600.50',
        value_date: '1993-02-02',
        _partition: '1993-02-02',
      },
    ]);
    const owners = new Set(accepted.map((row) => row['customer_id']));
    expect(owners.size).toBe(2);
  });

  it('has accounts whose holder is the one of the movements', async () => {
    const movements = await judged('berka.zip', archive, { mapping });
    const { accepted } = await judged('berka.zip', archive, { mapping, dataset: 'accounts' });

    expect(accepted[0]?.['customer_id']).toBe(movements.accepted[1]?.['customer_id']);
    expect(accepted[0]?.['opened_on']).toBe('1993-01-01');
  });
});

describe('counted times', () => {
  it('are days and clocks without zeros in a supermarket panel', async () => {
    const csv =
      'household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,STORE_ID,RETAIL_DISC,TRANS_TIME,WEEK_NO,COUPON_DISC,COUPON_MATCH_DISC\n' +
      '2375,26984851472,1,1004906,1,1.39,364,-0.60,1631,1,0.00,0.00\n' +
      '2375,26984851473,59,1004906,1,1.39,364,0,5,1,0.00,0.00\n';

    const { accepted } = await judged('t.csv', csv, { mapping: documented('Supermarket panel') });

    expect(shown(accepted, 'transaction_time', '_partition')).toEqual([
      { transaction_time: '2004-01-01T21:31:00.000Z', _partition: '2004-01-01' },
      { transaction_time: '2004-02-28T05:05:00.000Z', _partition: '2004-02-28' },
    ]);
    expect(shown(accepted, 'items')[0]).toMatchObject({ items: [{ discount: '0.60' }] });
  });

  it('are hours of mobile money, whose equal rows stay apart', async () => {
    const row = '25,CASH_OUT,181.00,C1,9000.60,8819.60,C2,0,0,1,0\n';
    const csv =
      'step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,oldbalanceDest,newbalanceDest,isFraud,isFlaggedFraud\n' +
      row +
      row;

    const { accepted } = await judged('p.csv', csv, { mapping: documented('Mobile money') });

    expect(new Set(accepted.map((found) => found['transaction_id'])).size).toBe(2);
    expect(accepted[0]).toMatchObject({ transaction_time: '2024-01-02T01:00:00.000Z' });
  });
});

describe('statements of banks', () => {
  it('have a column each for debit and credit, and lakh', async () => {
    const csv =
      'Account No,DATE,TRANSACTION DETAILS,CHQ.NO.,VALUE DATE,WITHDRAWAL AMT,DEPOSIT AMT,BALANCE AMT,.\n' +
      "409000611074',29-Jun-17,OPENING BALANCE,,29-Jun-17,,,0.00,.\n" +
      '409000611074\',29-Jun-17,TRF FROM  Indiaforensic,,29-Jun-17,,"10,00,000.00","10,00,000.00",.\n' +
      '409000611074\',05-Jul-17,FDRL,,05-Jul-17,"1,33,000.50",,"8,66,999.50",.\n';

    const { accepted, rejected } = await judged('s.csv', csv, { mapping: documented('Statement') });

    expect(rejected).toEqual([]);
    expect(shown(accepted, 'type', 'amount', 'balance_after', '_partition')).toEqual([
      {
        type: 'deposit',
        amount: '1000000.00',
        balance_after: '1000000.00',
        _partition: '2017-06-29',
      },
      {
        type: 'withdrawal',
        amount: '133000.50',
        balance_after: '866999.50',
        _partition: '2017-07-05',
      },
    ]);
  });

  it('have signed amounts with a currency sign, in Latin-1', async () => {
    const csv =
      'Data;Histórico;Documento;Valor\r\n' +
      '02/01/2023;Saldo Anterior;;"R$ 1.234,56"\r\n' +
      '02/01/2023;Compra no débito;17;"-R$ 1.050,00"\r\n' +
      '02/01/2023;Compra no débito;17;"-R$ 1.050,00"\r\n' +
      '03/01/2023;Pix recebido;18;R$ 0,99\r\n';

    const { accepted } = await judged('e.csv', Buffer.from(csv, 'latin1'), {
      mapping: documented('Extrato'),
    });

    expect(shown(accepted, 'direction', 'amount', '_partition')).toEqual([
      { direction: 'debit', amount: '1050.00', _partition: '2023-01-02' },
      { direction: 'debit', amount: '1050.00', _partition: '2023-01-02' },
      { direction: 'credit', amount: '0.99', _partition: '2023-01-03' },
    ]);
  });
});

describe('a wide table of rates', () => {
  it('is one rate of each cell', async () => {
    const csv = 'Date,USD,JPY,CYP,\n2024-01-05,1.0921,158.5,N/A,\n2024-01-04,1.0953,,0.58,\n';

    const { accepted, rejected } = await judged('eurofxref-hist.csv', csv, {
      mapping: documented('Rates of the ECB'),
      dataset: 'fx_rates',
    });

    expect(rejected).toEqual([]);
    expect(shown(accepted, 'quote', 'rate', 'rate_date')).toEqual([
      { quote: 'USD', rate: '1.0921', rate_date: '2024-01-05' },
      { quote: 'JPY', rate: '158.5', rate_date: '2024-01-05' },
      { quote: 'USD', rate: '1.0953', rate_date: '2024-01-04' },
      { quote: 'CYP', rate: '0.58', rate_date: '2024-01-04' },
    ]);
  });

  it('is refused where columns differ from row to row', async () => {
    const mapping = documented('Rates of the ECB');
    const load = judged('rates.ndjson', '{"Date":"2024-01-05","USD":1.1}', {
      mapping,
      dataset: 'fx_rates',
    });

    await expect(load).rejects.toThrow('has no fixed columns to unpivot');
  });
});
