import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { RundbriefFunction } from './rundbrief-function.ts';
import type { Stage } from './stages.ts';

interface RoomBucketProps {
  stage: Stage;
  /** Name of the setting that tells a function the bucket. */
  setting: string;
  /** Where S3 writes who asked for what. */
  accessLog: IBucket;
  /** Objects are of no use after this many days. */
  expiresAfterDays?: number;
}

const OBJECTS = 'Reads or writes objects of one prefix whose names are only known at run time';

/** A private, encrypted bucket, and the rights to parts of it. */
export class RoomBucket extends Construct {
  readonly bucket: Bucket;
  private readonly setting: string;

  constructor(scope: Construct, id: string, { stage, setting, accessLog, expiresAfterDays }: RoomBucketProps) {
    super(scope, id);
    this.setting = setting;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      serverAccessLogsBucket: accessLog,
      serverAccessLogsPrefix: `s3/${id.toLowerCase()}/`,
      lifecycleRules: expiresAfterDays
        ? [{ expiration: Duration.days(expiresAfterDays), abortIncompleteMultipartUploadAfter: Duration.days(1) }]
        : [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** @param keys - which objects, such as `raw/*` */
  grantRead(reader: RundbriefFunction, keys = '*'): void {
    reader.addEnvironment(this.setting, this.bucket.bucketName);
    reader.may(['s3:GetObject'], [this.bucket.arnForObjects(keys)], { wildcardBecause: OBJECTS });
    // Without it S3 answers "forbidden" for an object that is not there, and we could not tell the two apart.
    reader.may(['s3:ListBucket'], [this.bucket.bucketArn]);
  }

  grantWrite(writer: RundbriefFunction, keys = '*'): void {
    writer.addEnvironment(this.setting, this.bucket.bucketName);
    writer.may(['s3:PutObject'], [this.bucket.arnForObjects(keys)], { wildcardBecause: OBJECTS });
  }

  grantDelete(deleter: RundbriefFunction, keys: string): void {
    deleter.addEnvironment(this.setting, this.bucket.bucketName);
    deleter.may(['s3:DeleteObject'], [this.bucket.arnForObjects(keys)], { wildcardBecause: OBJECTS });
  }
}
