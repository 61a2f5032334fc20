import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, type ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { RundbriefFunction } from './rundbrief-function.ts';
import type { Stage } from './stages.ts';

interface RoomTableProps {
  stage: Stage;
  /** Name of the setting that tells a function the table. */
  setting: string;
  /** A sparse index: an item is in it while it carries `<name>Pk` and `<name>Sk`. */
  index?: { name: string; projection: ProjectionType };
  /** Personal data lies under a key of its own. */
  hasOwnKey?: boolean;
}

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];

/** A room's one table: `pk`, `sk`, perhaps one sparse index, items that end at `ttl`. Nobody may scan it. */
export class RoomTable extends Construct {
  private readonly table: TableV2;
  private readonly key?: Key;
  private readonly setting: string;
  private readonly indexArns: string[];

  constructor(scope: Construct, id: string, { stage, setting, index, hasOwnKey }: RoomTableProps) {
    super(scope, id);
    const removalPolicy = stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.setting = setting;
    if (hasOwnKey) {
      this.key = new Key(this, 'Key', {
        enableKeyRotation: true,
        removalPolicy,
        description: `Personal data in ${id}`,
      });
    }
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: this.key ? TableEncryptionV2.customerManagedKey(this.key) : TableEncryptionV2.dynamoOwnedKey(),
      deletionProtection: stage.keepsData,
      removalPolicy,
      globalSecondaryIndexes: index && [
        {
          indexName: index.name,
          partitionKey: { name: `${index.name}Pk`, type: AttributeType.STRING },
          sortKey: { name: `${index.name}Sk`, type: AttributeType.STRING },
          projectionType: index.projection,
        },
      ],
    });
    this.indexArns = index ? [`${this.table.tableArn}/index/${index.name}`] : [];
  }

  /** Reading by key and index, with the setting that names the table. */
  grantRead(reader: RundbriefFunction): void {
    this.grant(reader, READ);
  }

  /** Reading and writing single items. Only functions that run this room's own store get it. */
  grantReadWrite(writer: RundbriefFunction): void {
    this.grant(writer, [...READ, ...WRITE]);
  }

  private grant(fn: RundbriefFunction, actions: string[]): void {
    fn.addEnvironment(this.setting, this.table.tableName);
    fn.may(actions, [this.table.tableArn, ...this.indexArns]);
    // `grant` of the table would add nothing for the key, and the broad grants would allow Scan.
    if (this.key) fn.may(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], [this.key.keyArn]);
  }
}
