import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Audience } from './audience.ts';
import type { CodeOf } from './bundles.ts';
import { Console } from './console.ts';
import { Delivery } from './delivery.ts';
import { Digest } from './digest.ts';
import { Ingest } from './ingest.ts';
import { Mail } from './mail.ts';
import { Observability } from './observability.ts';
import { Publications } from './publications.ts';
import { Site } from './site.ts';
import type { Stage } from './stages.ts';
import { Syndicate } from './syndicate.ts';

interface RundbriefStackProps extends StackProps {
  stage: Stage;
  codeOf: CodeOf;
}

/** The whole pipeline, in the order in which data flows through it. */
export class RundbriefStack extends Stack {
  constructor(scope: Construct, id: string, { stage, codeOf, ...props }: RundbriefStackProps) {
    super(scope, id, props);
    const accessLog = this.accessLog(stage);
    const site = new Site(this, 'Web', { stage, accessLog });
    const mail = new Mail(this, 'Mail', { stage });

    const publications = new Publications(this, 'Publications', { stage, codeOf });
    const ingest = new Ingest(this, 'Ingest', { stage, codeOf, accessLog, publications, site });
    const audience = new Audience(this, 'Audience', { stage, codeOf, accessLog, publications, mail, site });
    const digest = new Digest(this, 'Digest', { stage, codeOf, accessLog, publications, ingest, mail, site });
    new Syndicate(this, 'Syndicate', { stage, codeOf, publications, ingest, digest, site });
    const delivery = new Delivery(this, 'Delivery', { stage, codeOf, publications, audience, digest, mail, site });
    const console = new Console(this, 'Console', {
      stage,
      codeOf,
      publications,
      ingest,
      audience,
      digest,
      delivery,
      site,
    });
    new Observability(this, 'Observability');

    new CfnOutput(this, 'SiteUrl', { value: site.url });
    new CfnOutput(this, 'ApiTokenArn', { value: console.apiToken.secretArn });
  }

  private accessLog(stage: Stage): Bucket {
    return new Bucket(this, 'AccessLog', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // CloudFront's standard log delivery still writes by ACL.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
