import { describe, expect, it } from 'vitest';
import { treeOf } from '../../local/athena/tree';
import type { CatalogTable, TableSource } from '../../local/athena/catalog';
import { findJava, TrinoAbsent } from '../../local/trino/java';
import { creationForTrino, withParameters } from '../../local/trino/translate';
import { usedTables } from '../../local/trino/used-tables';
import { apiType, printed } from '../../local/trino/values';

const tableOf = (database: string, name: string): CatalogTable => ({
  ...{ database, name, columns: [], partitionKeys: [], location: `s3://lake/${name}/` },
});
const tables: TableSource = {
  hasDatabase: (database) => ['silver', 'gold'].includes(database),
  tableNames: () => [],
  table: (database, name) => (name === 't' ? tableOf(database, name) : undefined),
  partitions: () => [],
  create: () => Promise.resolve(),
};

describe('a statement on its way to Trino', () => {
  it('says the codec in the session', () => {
    const { sql, session } = creationForTrino(
      "CREATE TABLE a.b\nWITH (\n    format = 'PARQUET',\n    write_compression = 'ZSTD',\n    external_location = 's3://x/y/'\n)\nAS\nSELECT 1 AS n",
    );

    expect(session).toEqual({ 'awsdatacatalog.compression_codec': 'ZSTD' });
    expect(sql).toContain("format = 'PARQUET',\n    external_location = 's3://x/y/'\n)");
  });

  it('leaves no comma where the codec stood last', () => {
    const { sql } = creationForTrino(
      "CREATE TABLE a.b WITH (format = 'PARQUET', write_compression = 'SNAPPY') AS SELECT 1 AS n",
    );

    expect(sql).toBe("CREATE TABLE a.b WITH (format = 'PARQUET') AS SELECT 1 AS n");
  });

  it('has its parameters in place, but for a mark inside a text', () => {
    expect(withParameters("SELECT '?', ? + ?", ['1', "'a'"])).toBe("SELECT '?', 1 + 'a'");
    expect(() => withParameters('SELECT ?', [])).toThrow('Incorrect number of parameters');
  });

  it('names the tables of the catalogue that it may read', () => {
    const sql =
      'WITH x AS (SELECT * FROM silver.t) SELECT * FROM x JOIN t ON true JOIN other.t ON true';

    const used = usedTables(treeOf(sql), 'gold', tables);

    expect([...used.keys()].sort()).toEqual(['gold.t', 'silver.t']);
  });
});

describe('what Trino answers', () => {
  it('is printed as Athena does', () => {
    expect(printed(3.5, 'double')).toBe('3.5');
    expect(printed('NaN', 'double')).toBe('NaN');
    expect(printed('2026-01-02 03:04:05.000', 'timestamp(3)')).toBe('2026-01-02 03:04:05.000');
    expect(apiType('timestamp(3)')).toBe('timestamp');
    expect(apiType('varchar(3)')).toBe('varchar');
  });
});

describe('a machine without a new Java', () => {
  it('is told what to do', () => {
    const find = (): string => findJava({ PATH: '/nowhere' });

    expect(find).toThrow(TrinoAbsent);
    expect(find).toThrow('Trino needs Java, and there is none');
  });
});
