import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesOf, takeStatement } from '../../local/redshift/statement';

const sqlOf = (statement: string): string => {
  const taken = takeStatement(statement);
  if (taken.kind !== 'run') throw new Error(`taken as ${taken.kind}`);
  return taken.sql;
};

describe("a statement of Redshift's", () => {
  it('that makes a table loses where its rows lie, and keeps how long its texts may be', () => {
    const sql = sqlOf(
      'CREATE TABLE mart.x (\n  name VARCHAR(10),\n  amount DECIMAL(18,4)\n)\nDISTSTYLE KEY DISTKEY (name) COMPOUND SORTKEY (name, amount);',
    );

    expect(sql).toBe(
      'CREATE TABLE mart.x (\n  name VARCHAR CHECK (strlen(name) <= 10),\n  amount DECIMAL(18,4)\n)',
    );
  });

  it('that shows the catalogue says which database, and with which role', () => {
    expect(
      takeStatement(
        "CREATE EXTERNAL SCHEMA gold FROM DATA CATALOG DATABASE 'golden' IAM_ROLE 'arn:aws:iam::1:role/r'",
      ),
    ).toEqual({
      kind: 'external',
      schema: 'gold',
      database: 'golden',
      role: 'arn:aws:iam::1:role/r',
    });
  });

  it.each([
    ['CREATE ROLE analyst', 'role'],
    ['GRANT USAGE ON SCHEMA mart TO ROLE analyst', 'grant'],
    ['REVOKE CREATE ON SCHEMA public FROM PUBLIC', 'revoke'],
  ])('about rights is noted: %s', (statement, what) => {
    expect(takeStatement(statement)).toEqual({ kind: 'noted', what });
  });

  it.each([
    'TRUNCATE TABLE mart.x',
    "COPY mart.x FROM 's3://b/k'",
    "UNLOAD ('SELECT 1') TO 's3://b/k'",
    'CREATE PROCEDURE mart.p() AS $$ $$',
    'ALTER TABLE mart.x ADD COLUMN y INT',
    'VACUUM FULL mart.x',
    "ATTACH 'other.db'",
  ])('that nothing of ours makes is refused by name: %s', (statement) => {
    const words = statement.split(/\s+/, 2).join(' ');

    expect(() => takeStatement(statement)).toThrow(`does not run ${words}`);
  });

  it('is never changed inside a literal', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const literal = `'${text.replaceAll("'", "''")} DISTSTYLE ALL SORTKEY (a) b VARCHAR(3)'`;

        expect(sqlOf(`SELECT ${literal} AS x`)).toBe(`SELECT ${literal} AS x`);
      }),
    );
  });

  it('names tables of external schemas, outside of literals', () => {
    const sql = "INSERT INTO mart.x SELECT 'gold.no' FROM gold.a JOIN GOLD.b ON gold.a.k = b.k";

    expect(namesOf(sql, ['gold'])).toEqual(['gold.a', 'gold.b']);
  });
});
