/**
 * Which resources and properties the local run serves.
 *
 * `EMULATED` means its effect can be felt here. A text is the reason why a property may be ignored on one machine.
 * Whatever is in neither table stops the start, because a property that is quietly dropped is a difference
 * nobody knows about.
 */
import type { Template } from './assembly.ts';
import { LocalError } from './errors.ts';

const EMULATED = Symbol('emulated');
type Spec = typeof EMULATED | string | { [property: string]: Spec };

const emulated = (...names: string[]): Record<string, Spec> => Object.fromEntries(names.map((n) => [n, EMULATED]));
const without = (reason: string, ...names: string[]): Record<string, Spec> =>
  Object.fromEntries(names.map((n) => [n, reason]));

const LABELS = without('labels only', 'Tags', 'Description', 'Comment');
const AT_REST = 'files on a laptop are protected by the laptop';
const NO_ALARMS = 'nobody is paged by a laptop';

const PROPERTIES: Record<string, Spec> = {
  'AWS::DynamoDB::GlobalTable': {
    ...emulated('AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes', 'TimeToLiveSpecification', 'TableName'),
    ...without('on demand has no ceiling here', 'BillingMode', 'WriteOnDemandThroughputSettings'),
    SSESpecification: EMULATED,
    Replicas: {
      ...emulated('Region', 'SSESpecification'),
      ...without('no backups here', 'PointInTimeRecoverySpecification'),
      ...without('the data folder is deleted by its owner', 'DeletionProtectionEnabled'),
      ...without('metrics only', 'ContributorInsightsSpecification', 'GlobalSecondaryIndexes', 'TableClass'),
      ...LABELS,
    },
  },
  'AWS::SQS::Queue': {
    ...emulated(
      'QueueName',
      'VisibilityTimeout',
      'DelaySeconds',
      'RedrivePolicy',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
      'FifoQueue',
      'ContentBasedDeduplication',
    ),
    ...without('only one account here', 'RedriveAllowPolicy'),
    ...without('nothing grows old here', 'MessageRetentionPeriod'),
    ...without(AT_REST, 'SqsManagedSseEnabled'),
    ...LABELS,
  },
  'AWS::SQS::QueuePolicy': emulated('Queues', 'PolicyDocument'),
  'AWS::SNS::Topic': { ...emulated('TopicName'), ...without('labels only', 'DisplayName', 'Tags') },
  'AWS::SNS::TopicPolicy': emulated('Topics', 'PolicyDocument'),
  'AWS::SNS::Subscription': {
    ...emulated('TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery', 'FilterPolicy', 'FilterPolicyScope'),
    ...without('delivery into a queue of this process cannot fail', 'RedrivePolicy'),
    ...without('one region', 'Region'),
  },
  'AWS::S3::Bucket': {
    ...emulated('BucketName'),
    ...without(AT_REST, 'BucketEncryption'),
    ...without(
      'the gateway knows functions only; nothing is public',
      'PublicAccessBlockConfiguration',
      'OwnershipControls',
    ),
    ...without('nothing grows old here', 'LifecycleConfiguration'),
    ...without('no older versions are kept here', 'VersioningConfiguration'),
    ...without('no access log here', 'LoggingConfiguration', 'AccessControl'),
    ...LABELS,
  },
  'AWS::S3::BucketPolicy': emulated('Bucket', 'PolicyDocument'),
  'AWS::KMS::Key': {
    ...emulated('KeyPolicy'),
    ...without(
      'nothing is encrypted here; only the permission is demanded',
      'EnableKeyRotation',
      'PendingWindowInDays',
      'RotationPeriodInDays',
      'Enabled',
      'KeySpec',
      'KeyUsage',
    ),
    ...LABELS,
  },
  'AWS::KMS::Alias': emulated('AliasName', 'TargetKeyId'),
  'AWS::SecretsManager::Secret': {
    ...emulated('GenerateSecretString', 'SecretString', 'Name'),
    ...without(AT_REST, 'KmsKeyId'),
    ...LABELS,
  },
  'AWS::SecretsManager::ResourcePolicy': emulated('SecretId', 'ResourcePolicy', 'BlockPublicPolicy'),
  'AWS::IAM::Role': {
    ...emulated('RoleName', 'AssumeRolePolicyDocument', 'ManagedPolicyArns', 'Policies'),
    ...without('nobody else assumes it', 'MaxSessionDuration', 'Path'),
    ...LABELS,
  },
  'AWS::IAM::Policy': emulated('PolicyDocument', 'PolicyName', 'Roles'),
  'AWS::IAM::ManagedPolicy': {
    ...emulated('PolicyDocument', 'ManagedPolicyName', 'Roles'),
    ...without('labels only', 'Path', 'Description'),
  },
  'AWS::Lambda::Function': {
    ...emulated(
      'Code',
      'Handler',
      'Role',
      'Environment',
      'Timeout',
      'MemorySize',
      'FunctionName',
      'ReservedConcurrentExecutions',
      'DeadLetterConfig',
      'Runtime',
    ),
    ...without('logs go to a file of their own', 'LoggingConfig'),
    ...without('no tracing service here', 'TracingConfig'),
    ...without('the processor is this machine’s', 'Architectures'),
    ...without('the system’s temporary folder is used', 'EphemeralStorage'),
    ...LABELS,
  },
  'AWS::Lambda::Permission': emulated('Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'),
  'AWS::Lambda::EventSourceMapping': {
    ...emulated(
      'BatchSize',
      'EventSourceArn',
      'FunctionName',
      'MaximumBatchingWindowInSeconds',
      'FunctionResponseTypes',
      'ScalingConfig',
      'Enabled',
    ),
    ...LABELS,
    ...without('metrics only', 'MetricsConfig'),
  },
  'AWS::Lambda::EventInvokeConfig': emulated(
    'FunctionName',
    'Qualifier',
    'MaximumRetryAttempts',
    'MaximumEventAgeInSeconds',
    'DestinationConfig',
  ),
  'AWS::Logs::LogGroup': {
    ...emulated('LogGroupName'),
    ...without(
      'files are deleted by their owner',
      'RetentionInDays',
      'KmsKeyId',
      'LogGroupClass',
      'DeletionProtectionEnabled',
    ),
    ...LABELS,
  },
  'AWS::Scheduler::Schedule': {
    ...emulated(
      'Name',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'State',
      'Target',
      'GroupName',
      'StartDate',
      'EndDate',
    ),
    ...without('started on the minute', 'FlexibleTimeWindow'),
    ...LABELS,
  },
  'AWS::Scheduler::ScheduleGroup': { ...emulated('Name'), ...LABELS },
  'AWS::ApiGatewayV2::Api': { ...emulated('ProtocolType', 'Name', 'DisableExecuteApiEndpoint'), ...LABELS },
  'AWS::ApiGatewayV2::Stage': {
    ...emulated('ApiId', 'StageName', 'AutoDeploy'),
    ...without('no access log here', 'AccessLogSettings'),
    ...without('one person is not limited', 'DefaultRouteSettings', 'RouteSettings'),
    ...LABELS,
  },
  'AWS::ApiGatewayV2::Route': emulated(
    'ApiId',
    'RouteKey',
    'Target',
    'AuthorizationType',
    'AuthorizerId',
    'AuthorizationScopes',
  ),
  'AWS::ApiGatewayV2::Integration': {
    ...emulated(
      'ApiId',
      'IntegrationType',
      'IntegrationUri',
      'PayloadFormatVersion',
      'TimeoutInMillis',
      'IntegrationMethod',
    ),
    ...LABELS,
  },
  'AWS::ApiGatewayV2::Authorizer': emulated('ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'),
  'AWS::CloudFront::Distribution': {
    ...LABELS,
    DistributionConfig: {
      ...emulated(
        'Enabled',
        'DefaultRootObject',
        'DefaultCacheBehavior',
        'CacheBehaviors',
        'Origins',
        'OriginGroups',
        'CustomErrorResponses',
      ),
      ...without(
        'the address is this machine’s',
        'Aliases',
        'ViewerCertificate',
        'HttpVersion',
        'IPV6Enabled',
        'PriceClass',
        'Restrictions',
      ),
      ...without('no access log here', 'Logging'),
      ...without('no firewall on one machine', 'WebACLId'),
      ...LABELS,
    },
  },
  'AWS::CloudFront::Function': {
    ...emulated('Name', 'FunctionCode', 'AutoPublish'),
    ...without('metadata only', 'FunctionConfig', 'FunctionMetadata'),
  },
  'AWS::CloudFront::CachePolicy': emulated('CachePolicyConfig'),
  'AWS::CloudFront::OriginRequestPolicy': emulated('OriginRequestPolicyConfig'),
  'AWS::CloudFront::ResponseHeadersPolicy': emulated('ResponseHeadersPolicyConfig'),
  'AWS::CloudFront::OriginAccessControl': emulated('OriginAccessControlConfig'),
  'AWS::SES::ConfigurationSet': {
    ...emulated('Name', 'SendingOptions'),
    ...without('no reputation to watch here', 'ReputationOptions'),
    ...without('the local relay decides', 'DeliveryOptions'),
    ...without('suppression is the application’s own', 'SuppressionOptions'),
    ...without('dashboards only', 'VdmOptions', 'Tags'),
  },
  'AWS::SES::ConfigurationSetEventDestination': emulated('ConfigurationSetName', 'EventDestination'),
  'AWS::SES::EmailIdentity': {
    ...emulated('EmailIdentity'),
    ...without(
      'DNS is not asked here',
      'DkimAttributes',
      'DkimSigningAttributes',
      'MailFromAttributes',
      'FeedbackAttributes',
    ),
    ...without('every send names its own', 'ConfigurationSetAttributes'),
    ...LABELS,
  },
  'AWS::Cognito::UserPool': without(
    'anyone at this machine may sign in',
    ...[
      'AccountRecoverySetting',
      'AdminCreateUserConfig',
      'AliasAttributes',
      'AutoVerifiedAttributes',
      'DeletionProtection',
      'DeviceConfiguration',
      'EmailConfiguration',
      'EmailVerificationMessage',
      'EmailVerificationSubject',
      'EnabledMfas',
      'MfaConfiguration',
      'Policies',
      'Schema',
      'SmsVerificationMessage',
      'UserAttributeUpdateSettings',
      'UsernameAttributes',
      'UsernameConfiguration',
      'UserPoolAddOns',
      'UserPoolName',
      'UserPoolTags',
      'UserPoolTier',
      'VerificationMessageTemplate',
      'WebAuthnRelyingPartyID',
      'WebAuthnUserVerification',
    ],
  ),
  'AWS::Cognito::UserPoolClient': {
    ...emulated(
      'UserPoolId',
      'CallbackURLs',
      'LogoutURLs',
      'GenerateSecret',
      'AllowedOAuthFlows',
      'AllowedOAuthScopes',
      'AllowedOAuthFlowsUserPoolClient',
      'SupportedIdentityProviders',
    ),
    ...without(
      'the local provider has its own lifetimes and answers',
      'AccessTokenValidity',
      'IdTokenValidity',
      'RefreshTokenValidity',
      'TokenValidityUnits',
      'PreventUserExistenceErrors',
      'EnableTokenRevocation',
      'ExplicitAuthFlows',
      'AuthSessionValidity',
      'ClientName',
      'ReadAttributes',
      'WriteAttributes',
      'RefreshTokenRotation',
    ),
  },
  'AWS::Cognito::UserPoolDomain': {
    ...emulated('Domain', 'UserPoolId'),
    ...without('one sign-in page here', 'ManagedLoginVersion', 'CustomDomainConfig'),
  },
  'AWS::Cognito::UserPoolGroup': emulated('GroupName', 'UserPoolId', 'Precedence', 'Description', 'RoleArn'),
  'AWS::Cognito::ManagedLoginBranding': 'the local sign-in page is plain',
  'AWS::CloudWatch::Alarm': NO_ALARMS,
  'AWS::CloudWatch::CompositeAlarm': NO_ALARMS,
  'AWS::CloudWatch::Dashboard': NO_ALARMS,
  'AWS::CDK::Metadata': 'names the versions of the tools',
};

/** @throws LocalError that lists every logical id this run could not honour */
export function refuseUnsupported({ Resources }: Template): void {
  const refused = Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    const spec = PROPERTIES[Type];
    if (spec === undefined) return [`${id} (${Type})`];
    return foreignProperties(Properties, spec, '').map((path) => `${id} (${Type}): ${path}`);
  });
  if (refused.length) throw new LocalError(`The local run does not support: ${refused.join('; ')}`);
}

function foreignProperties(value: unknown, spec: Spec, path: string): string[] {
  if (typeof spec !== 'object' || value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item) => foreignProperties(item, spec, path));
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = path ? `${path}.${name}` : name;
    const known = spec[name];
    return known === undefined ? [at] : foreignProperties(inner, known, at);
  });
}
