import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import type { Audience } from './audience.ts';
import type { CodeOf } from './bundles.ts';
import type { Delivery } from './delivery.ts';
import type { Digest } from './digest.ts';
import type { Ingest } from './ingest.ts';
import type { Publications } from './publications.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';
import type { Stage } from './stages.ts';

interface ConsoleProps {
  stage: Stage;
  codeOf: CodeOf;
  publications: Publications;
  ingest: Ingest;
  audience: Audience;
  digest: Digest;
  delivery: Delivery;
  site: Site;
}

/** The editors' web application, the JSON API, and who may use them. */
export class Console extends Construct {
  /** The API's bearer token, for the command line. */
  readonly apiToken: Secret;
  private readonly pushKey: Secret;
  private readonly props: ConsoleProps;

  constructor(scope: Construct, id: string, props: ConsoleProps) {
    super(scope, id);
    this.props = props;
    this.apiToken = this.randomSecret('ApiToken', 'Bearer token of the JSON API');
    this.pushKey = this.randomSecret('PushKey', 'What the keys of all push sources are made from');
    this.answerApi();
    this.showConsole();
  }

  private answerApi(): void {
    const { stage, audience, delivery, digest, site } = this.props;
    const api = this.webFunction('AnswerApi', 'console/answer-api');
    api.addEnvironment('MAIL_DOMAIN', stage.mailDomain);
    api.addEnvironment('API_TOKEN_ARN', this.apiToken.secretArn);
    api.may(['secretsmanager:GetSecretValue'], [this.apiToken.secretArn]);
    digest.grantWriteEditions(api);
    digest.checks.grantAsk(api);
    audience.grantManage(api);
    delivery.grantControlCampaigns(api);
    delivery.grantAskForTests(api);
    site.serve(api, {
      methods: [HttpMethod.ANY],
      openBecause: 'The function itself compares the token, a key or a signature, in constant time',
      paths: [{ path: '/api/v1/{proxy+}', pattern: '/api/*' }],
    });
  }

  private showConsole(): void {
    const { audience, delivery, site } = this.props;
    const sessionKey = this.randomSecret('SessionKey', 'Signs the sessions of the console');
    const signIn = this.signIn();
    const show = this.webFunction('ShowConsole', 'console/show-console');
    show.addEnvironment('OIDC_ISSUER', `https://${signIn.pool.userPoolProviderName}`);
    show.addEnvironment('OIDC_CLIENT_ID', signIn.client.userPoolClientId);
    show.addEnvironment('SESSION_KEY_ARN', sessionKey.secretArn);
    show.may(['secretsmanager:GetSecretValue'], [sessionKey.secretArn]);
    audience.grantManage(show);
    delivery.grantControlCampaigns(show);
    // Which articles the feeds go without.
    site.pages.grantRead(show, 'feeds/*');
    site.serve(show, {
      methods: [HttpMethod.ANY],
      openBecause: 'The function itself asks for a session and starts the sign-in with Cognito',
      paths: [
        { path: '/console', pattern: '/console' },
        { path: '/console/{proxy+}', pattern: '/console/*' },
      ],
    });
  }

  /** Both doors read the rooms and ask for the same work. */
  private webFunction(id: string, handler: string): RundbriefFunction {
    const { codeOf, publications, ingest, digest, site } = this.props;
    const fn = new RundbriefFunction(this, id, {
      handler,
      codeOf,
      timeoutSeconds: 25,
      memoryMegabytes: 512,
      environment: { SITE_URL: site.url },
    });
    publications.table.grantReadWrite(fn);
    publications.polls.grantSend(fn, 'POLLS_QUEUE_URL');
    publications.compositions.grantSend(fn, 'COMPOSITIONS_QUEUE_URL');
    ingest.grantDecideOnArticles(fn);
    ingest.feeds.grantSend(fn, 'FEEDS_QUEUE_URL');
    ingest.explorations.grantSend(fn, 'EXPLORATIONS_QUEUE_URL');
    ingest.grantReadExplorations(fn);
    ingest.grantHandIn(fn);
    fn.addEnvironment('PUSH_KEY_ARN', this.pushKey.secretArn);
    fn.may(['secretsmanager:GetSecretValue'], [this.pushKey.secretArn]);
    digest.grantReadEditions(fn);
    digest.ready.grantSend(fn, 'READY_QUEUE_URL');
    return fn;
  }

  private signIn(): { pool: UserPool; client: UserPoolClient } {
    const { stage, site } = this.props;
    const pool = new UserPool(this, 'Editors', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    accept(pool, 'COG8', 'A handful of invited editors with a mandatory second factor; no sign-up to protect');
    for (const role of ['editor', 'publisher', 'admin']) {
      new CfnUserPoolGroup(this, `Group-${role}`, { userPoolId: pool.userPoolId, groupName: role });
    }
    new UserPoolDomain(this, 'SignIn', {
      userPool: pool,
      cognitoDomain: { domainPrefix: `rundbrief-${stage.name}-${Stack.of(this).account}` },
    });
    const client = pool.addClient('Console', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [`${site.url}/console/signed-in`],
        logoutUrls: [`${site.url}/console`],
      },
      preventUserExistenceErrors: true,
    });
    return { pool, client };
  }

  private randomSecret(id: string, description: string): Secret {
    const secret = new Secret(this, id, {
      description,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    accept(
      secret,
      'SMG4',
      'Renewed by hand when somebody leaves; clients would have to follow at once (docs/runbook.md)',
    );
    return secret;
  }
}
