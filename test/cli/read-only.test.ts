import { describe, expect, it } from 'vitest';
import { refusal } from '../../cli/read-only';

describe('query takes', () => {
  it.each([
    'SELECT 1',
    '  (SELECT 1) ',
    'with x as (select 1) select * from x;',
    '-- a comment\nSELECT 1',
    '/* DROP TABLE x */ SELECT 1',
    "SELECT 'DELETE FROM x; DROP TABLE y'",
    'SELECT "insert into" FROM t',
    'SHOW TABLES IN gold',
    'DESCRIBE gold.daily_sales_summary',
    'EXPLAIN SELECT 1',
    'SELECT replace(a, b) FROM t',
    'SELECT update_time FROM t',
  ])('%s', (sql) => {
    expect(refusal(sql, { laptop: false })).toBeUndefined();
  });
});

describe('query refuses', () => {
  it.each([
    ['', 'the statement is empty'],
    ['-- nothing', 'the statement is empty'],
    ['INSERT INTO t SELECT 1', '"INSERT" does not read'],
    ['drop table t', '"DROP" does not read'],
    ['/* SELECT */ DELETE FROM t', '"DELETE" does not read'],
    ['SELECT 1; DROP TABLE t', 'one statement at a time'],
    ['EXPLAIN ANALYZE INSERT INTO t SELECT 1', '"INSERT INTO" writes'],
    ['WITH x AS (SELECT 1) DELETE FROM t', '"DELETE FROM" writes'],
    ['EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1', '"CREATE TABLE" writes'],
    ['MSCK REPAIR TABLE t', '"MSCK" does not read'],
    ["UNLOAD (SELECT 1) TO 's3://x'", '"UNLOAD" does not read'],
    ['CALL x()', '"CALL" does not read'],
  ])('%s: %s', (sql, expected) => {
    expect(refusal(sql, { laptop: false })).toContain(expected);
  });
});

describe('on the laptop', () => {
  it('query describes a table', () => {
    expect(refusal('DESCRIBE gold.daily_sales_summary', { laptop: true })).toBeUndefined();
  });

  it('query says that EXPLAIN needs an account, and does not offer it', () => {
    expect(refusal('EXPLAIN SELECT 1', { laptop: true })).toContain('needs an account');
    expect(refusal('DROP TABLE t', { laptop: true })).not.toContain('EXPLAIN');
  });
});
