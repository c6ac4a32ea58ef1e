const NAMES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  smallint: 'SMALLINT',
  tinyint: 'TINYINT',
  boolean: 'BOOLEAN',
  double: 'DOUBLE',
  float: 'FLOAT',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  binary: 'BLOB',
};

/**
 * A Hive type (as Glue stores it) as DuckDB writes it.
 * @throws Error for nested types: tables of this project have none
 */
export function hiveToDuck(type: string): string {
  const text = type.toLowerCase().replaceAll(' ', '');
  const name = NAMES[text];
  if (name !== undefined) return name;
  if (text.startsWith('decimal(')) return text.toUpperCase();
  if (text.startsWith('varchar(') || text.startsWith('char(')) return 'VARCHAR';
  throw new Error(`column type ${type} is not supported on the laptop; use a scalar Hive type`);
}

/** The Hive type that a CTAS gives a column of this Athena type; undefined where Hive has none. */
export function athenaToHive(type: string): string | undefined {
  if (type === 'varchar') return 'string';
  if (type === 'integer') return 'int';
  if (type === 'float') return 'float';
  if (type === 'varbinary') return 'binary';
  if (/^(bigint|smallint|tinyint|boolean|double|date|timestamp|decimal\(\d+,\d+\))$/.test(type)) {
    return type;
  }
  return undefined;
}
