import { NestedStack, RemovalPolicy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as glue from 'aws-cdk-lib/aws-glue';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  ANALYSTS_RESULTS_PREFIX,
  ANALYSTS_WORKGROUP,
  DATABASES,
  ENGINEERS_RESULTS_PREFIX,
  ENGINEERS_WORKGROUP,
  PIPELINE_WORKGROUP,
  QUERY_RESULTS_PREFIX,
  configurationTableName,
  ledgerTableName,
} from '../lambdas/shared/names';
import { arrivalTables, opsTables } from './constructs/catalog-tables';
import type { LakeBackup } from './constructs/lake-backup';
import { lakeStore } from './constructs/lake-store';
import { LakeTags } from './constructs/lake-tags';
import { LakeWorkgroup } from './constructs/lake-workgroup';
import type { Deployment } from './deployment';

export interface CatalogStackProps {
  readonly deployment: Deployment;
  readonly lake: s3.IBucket;
  readonly results: s3.IBucket;
  readonly key: kms.IKey;
  readonly backup?: LakeBackup;
}

/** Databases, the tables that data arrives in, workgroups, and the ledger. */
export class CatalogStack extends NestedStack {
  /** Stateful: the truth of what every run read, wrote and published. */
  readonly ledger: dynamodb.ITable;
  /** Stateful: what operators set without a deployment, by category and key. */
  readonly configuration: dynamodb.ITable;
  readonly pipelineWorkgroup: string;

  constructor(scope: Construct, id: string, props: CatalogStackProps) {
    super(scope, id);
    const databases = DATABASES.map(
      (name) =>
        new glue.CfnDatabase(new Construct(this, name), 'Database', {
          catalogId: this.account,
          databaseName: name,
          databaseInput: { name },
        }),
    );
    databases.forEach((database) => database.applyRemovalPolicy(removal(props)));
    if (props.deployment.config.access.lakeFormation) {
      const tags = new LakeTags(this, 'LakeFormation', props);
      DATABASES.forEach((name, at) => tags.tag(name, databases[at]));
    }

    const tables = new Construct(this, 'Tables');
    arrivalTables(tables, props);
    opsTables(tables, props);
    databases.forEach((database) => tables.node.addDependency(database));

    const workgroups = this.workgroups(props);
    this.pipelineWorkgroup = workgroups.pipeline.workgroupName;
    const stores = this.stores(props);
    this.ledger = stores.ledger;
    this.configuration = stores.configuration;
  }

  private workgroups(props: CatalogStackProps): { readonly pipeline: LakeWorkgroup } {
    const { deployment, results, key } = props;
    const { athena, keepData } = deployment.config;
    const shared = { results, key, removeWithHistory: !keepData };
    new LakeWorkgroup(this, 'Analysts', {
      ...shared,
      name: ANALYSTS_WORKGROUP,
      about: 'people reading gold',
      prefix: ANALYSTS_RESULTS_PREFIX,
      cutoffGb: athena.analystsCutoffGb,
      enforced: true,
    });
    new LakeWorkgroup(this, 'Engineers', {
      ...shared,
      name: ENGINEERS_WORKGROUP,
      about: 'people reading every layer',
      prefix: ENGINEERS_RESULTS_PREFIX,
      cutoffGb: athena.analystsCutoffGb,
      enforced: true,
    });
    const pipeline = new LakeWorkgroup(this, 'Pipeline', {
      ...shared,
      name: PIPELINE_WORKGROUP,
      about: 'statements of the pipeline',
      prefix: QUERY_RESULTS_PREFIX,
      cutoffGb: athena.pipelineCutoffGb,
      enforced: false,
    });
    return { pipeline };
  }

  /** Both stand here, before whatever reads or writes them. */
  private stores({ deployment, key, backup }: CatalogStackProps): {
    readonly ledger: dynamodb.ITable;
    readonly configuration: dynamodb.ITable;
  } {
    const { env } = deployment.config;
    const shared = { deployment, key, backup, holds: 'Internal' } as const;
    return {
      ledger: lakeStore(this, 'Ledger', {
        ...shared,
        name: ledgerTableName(env),
        keys: { partition: 'pk', sort: 'sk' },
      }),
      configuration: lakeStore(this, 'Configuration', {
        ...shared,
        name: configurationTableName(env),
        keys: { partition: 'category', sort: 'key' },
      }),
    };
  }
}

const removal = ({ deployment }: CatalogStackProps): RemovalPolicy =>
  deployment.config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
