import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  type AddBehaviorOptions,
  AllowedMethods,
  CachePolicy,
  Distribution,
  type DistributionProps,
  FunctionEventType,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import { RoomBucket } from './room-bucket.ts';
import type { RundbriefFunction } from './rundbrief-function.ts';
import { edgeFunction, pagesCachePolicy } from './site-edge.ts';
import type { Stage } from './stages.ts';

interface Serving {
  methods: HttpMethod[];
  openBecause: string;
  /** A path that another one's pattern covers has none. */
  paths: { path: string; pattern?: string }[];
}

interface SiteProps {
  stage: Stage;
  accessLog: IBucket;
}

// What readers of JSON and calendars in other pages need; the rest of the site does no harm with it.
const READABLE_ELSEWHERE = ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_AND_SECURITY_HEADERS;

/** Below it in the API are the answers to addresses without an object. */
const NOT_FOUND = '/not-found';

/** Everything people and feed readers ask for: one address, CloudFront in front of a bucket and the application. */
export class Site extends Construct {
  /** `https://…` without a slash at the end. */
  readonly url: string;
  /** Feeds, archive and public pages; an object's key is its path. */
  readonly pages: RoomBucket;
  readonly distribution: Distribution;
  private readonly api: HttpApi;
  /** What CloudFront says to the API with every request, and nobody else can. */
  private readonly originKey: Secret;
  private readonly appBehavior: AddBehaviorOptions;

  constructor(scope: Construct, id: string, { stage, accessLog }: SiteProps) {
    super(scope, id);
    this.pages = new RoomBucket(this, 'Site', { stage, setting: 'SITE_BUCKET', accessLog });
    this.api = new HttpApi(this, 'Api', { description: `Rundbrief ${stage.name}: pages with forms, console and API` });
    this.logAccess();
    this.originKey = new Secret(this, 'OriginKey', {
      description: 'Tells a request through CloudFront from one around it',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    accept(this.originKey, 'SMG4', 'In the distribution and read by functions: a new one needs a deployment');
    this.distribution = this.distribute(stage, accessLog);
    accept(this.distribution, 'CFR1', 'A newsletter is for readers everywhere');
    accept(
      this.distribution,
      'CFR2',
      'Feeds and pages are static; forms are throttled by API Gateway and limited per network',
    );
    Validations.of(this.distribution).acknowledge({
      id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason: 'The root has an index page; LIST only turns "forbidden" into "not found"',
    });
    if (!stage.siteDomain) {
      accept(
        this.distribution,
        'CFR4',
        "CloudFront's own certificate fixes the protocol; a stage with siteDomain asks for TLS 1.2",
      );
    }
    this.url = `https://${stage.siteDomain || this.distribution.distributionDomainName}`;
    this.appBehavior = {
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      functionAssociations: [
        { eventType: FunctionEventType.VIEWER_REQUEST, function: edgeFunction(this, 'AppRequest', 'app-request') },
      ],
    };
  }

  /**
   * Answers a path of the site with a function.
   *
   * @param openBecause - why API Gateway asks nobody who they are
   * @param paths - `path` as API Gateway writes it, such as `/subscribe/{publication}`, `pattern` as CloudFront does, such as `/subscribe/*`
   */
  serve(fn: RundbriefFunction, { methods, openBecause, paths }: Serving): void {
    const integration = new HttpLambdaIntegration(`${fn.node.id}Integration`, fn);
    for (const { path, pattern } of paths) {
      for (const route of this.api.addRoutes({ path, methods, integration })) accept(route, 'APIG4', openBecause);
      if (pattern) this.distribution.addBehavior(pattern, this.apiOrigin(), this.appBehavior);
    }
  }

  /** Lets a function of {@link serve} know who asked, and not believe anybody who goes around CloudFront. */
  grantKnowViewers(fn: RundbriefFunction): void {
    fn.addEnvironment('ORIGIN_KEY_ARN', this.originKey.secretArn);
    fn.may(['secretsmanager:GetSecretValue'], [this.originKey.secretArn]);
  }

  /**
   * What is said where the bucket has nothing. Not by a custom error response: that would replace the application's own
   * 404s too, which have their reasons in them.
   */
  answerNotFound(fn: RundbriefFunction): void {
    const integration = new HttpLambdaIntegration(`${fn.node.id}Integration`, fn);
    const methods = [HttpMethod.GET, HttpMethod.HEAD];
    for (const route of this.api.addRoutes({ path: `${NOT_FOUND}/{path+}`, methods, integration })) {
      accept(route, 'APIG4', 'Says that there is nothing at an address, to anybody');
    }
  }

  private distribute(stage: Stage, accessLog: IBucket): Distribution {
    const { siteDomain, webSubHub, homePublication } = stage;
    const onRequest = edgeFunction(this, 'PageRequest', 'page-request', { homePublication });
    const onResponse = edgeFunction(this, 'PageResponse', 'page-response', { siteDomain, webSubHub });
    return new Distribution(this, 'Distribution', {
      comment: `Rundbrief ${stage.name}`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...customDomain(this, stage),
      enableLogging: true,
      logBucket: accessLog,
      logFilePrefix: 'cloudfront/',
      defaultBehavior: {
        origin: new OriginGroup({
          // LIST lets S3 say "not found" instead of "forbidden".
          primaryOrigin: S3BucketOrigin.withOriginAccessControl(this.pages.bucket, {
            originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
          }),
          fallbackOrigin: this.apiOrigin(NOT_FOUND),
          fallbackStatusCodes: [404],
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        cachePolicy: pagesCachePolicy(this, 'Pages'),
        responseHeadersPolicy: READABLE_ELSEWHERE,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        functionAssociations: [
          { eventType: FunctionEventType.VIEWER_REQUEST, function: onRequest },
          { eventType: FunctionEventType.VIEWER_RESPONSE, function: onResponse },
        ],
      },
    });
  }

  private apiOrigin(originPath?: string): HttpOrigin {
    const { region, urlSuffix } = Stack.of(this);
    return new HttpOrigin(`${this.api.apiId}.execute-api.${region}.${urlSuffix}`, {
      originPath,
      // CloudFormation puts the secret's value in; the template holds only where it is.
      customHeaders: { 'x-origin-key': this.originKey.secretValue.unsafeUnwrap() },
    });
  }

  private logAccess(): void {
    const log = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    // No addresses of people, no query: personal links carry their token there.
    const format = { at: '$context.requestTime', route: '$context.routeKey', status: '$context.status' };
    stage.accessLogSettings = { destinationArn: log.logGroupArn, format: JSON.stringify(format) };
    stage.defaultRouteSettings = { throttlingBurstLimit: 500, throttlingRateLimit: 200 };
  }
}

/** A name of one's own needs its certificate in us-east-1; without one the site has CloudFront's name. */
function customDomain(scope: Construct, { siteDomain, siteCertificateArn }: Stage): Partial<DistributionProps> {
  if (!siteDomain) return {};
  return {
    domainNames: [siteDomain],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', siteCertificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}

/** What a page with a form is asked with. */
export const PAGE_METHODS = [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST];
