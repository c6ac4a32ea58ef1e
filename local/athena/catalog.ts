/** What the engine asks of a catalogue. On the laptop it is Glue; tests bring their own. */
export interface CatalogColumn {
  readonly name: string;
  /** Hive type, as Glue stores it: `string`, `bigint`, `decimal(18,4)`. */
  readonly type: string;
}

export interface CatalogTable {
  readonly database: string;
  readonly name: string;
  /** Without the partition columns. */
  readonly columns: readonly CatalogColumn[];
  readonly partitionKeys: readonly CatalogColumn[];
  /** `s3://bucket/prefix/` of Parquet objects. */
  readonly location: string;
  /** A relation of the engine's own database in place of objects: tests only. */
  readonly relation?: string;
}

export interface CatalogPartition {
  readonly values: readonly string[];
  readonly location: string;
}

export interface TableSource {
  hasDatabase(database: string): boolean;
  /** Names in order. */
  tableNames(database: string): readonly string[];
  table(database: string, name: string): CatalogTable | undefined;
  partitions(database: string, name: string): readonly CatalogPartition[];
  /** Registers what a CTAS wrote. */
  create(table: CatalogTable, partitions: readonly CatalogPartition[]): Promise<void>;
}
