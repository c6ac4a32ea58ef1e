import type { Column, PartitionInput, StorageDescriptor, TableInput } from '@aws-sdk/client-glue';
import type { Model } from '../models/model';
import { glueType } from './glue-types';

const FORMATS = 'org.apache.hadoop.hive.ql.io.parquet';

/** Where the objects of a table are: a sliced table's own location is only the folder of its runs. */
export const tableFolder = (bucket: string, model: Model): string =>
  `s3://${bucket}/${model.layer}/${model.table}/`;

const columnsOf = (model: Model): Column[] =>
  model.columns
    .filter(({ name }) => name !== model.slice.column)
    .map(({ name, type, about }) => ({ Name: name, Type: glueType(type), Comment: about }));

const storageOf = (model: Model, location: string): StorageDescriptor => ({
  Columns: columnsOf(model),
  Location: location,
  InputFormat: `${FORMATS}.MapredParquetInputFormat`,
  OutputFormat: `${FORMATS}.MapredParquetOutputFormat`,
  SerdeInfo: {
    SerializationLibrary: `${FORMATS}.serde.ParquetHiveSerDe`,
    Parameters: { 'serialization.format': '1' },
  },
});

/** A published table as the catalogue describes it; built whole, because an update replaces it whole. */
export const tableInput = (model: Model, location: string): TableInput => ({
  Name: model.table,
  Description: `${model.title}: ${model.grain}`,
  TableType: 'EXTERNAL_TABLE',
  Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', fingerprint: model.fingerprint },
  PartitionKeys:
    model.slice.column === undefined ? [] : [{ Name: model.slice.column, Type: 'string' }],
  StorageDescriptor: storageOf(model, location),
});

export const partitionInput = (model: Model, slice: string, location: string): PartitionInput => ({
  Values: [slice],
  StorageDescriptor: storageOf(model, location),
});
