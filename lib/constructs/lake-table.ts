import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Column } from '../../lambdas/shared/derive/columns';
import type { DatabaseName } from '../../lambdas/shared/names';

export interface LakeTableProps {
  readonly database: DatabaseName;
  readonly table: string;
  readonly about: string;
  readonly columns: readonly Column[];
  /** Always a string; absent for a table that is never queried. */
  readonly partition?: string;
  readonly lake: s3.IBucket;
  /** Below the bucket, without slashes at the ends. */
  readonly prefix: string;
}

/** A Parquet table in the catalog. Published tables are none of these: a run makes and moves them. */
export class LakeTable extends Construct {
  readonly tableName: string;

  constructor(scope: Construct, id: string, props: LakeTableProps) {
    super(scope, id);
    const { database, table, about, columns, partition, lake, prefix } = props;
    const resource = new glue.CfnTable(this, 'Table', {
      catalogId: Stack.of(this).account,
      databaseName: database,
      tableInput: {
        name: table,
        description: about,
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', classification: 'parquet' },
        partitionKeys: partition ? [{ name: partition, type: 'string' }] : [],
        storageDescriptor: {
          columns: columns.map(({ name, type, about: comment }) => ({ name, type, comment })),
          location: `s3://${lake.bucketName}/${prefix}/`,
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: {
            serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
            parameters: { 'serialization.format': '1' },
          },
        },
      },
    });
    resource.applyRemovalPolicy(RemovalPolicy.DESTROY); // metadata only: the data stays in the bucket
    this.tableName = table;
  }
}
