import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { handlerEntries } from '../../lib/bundles.ts';
import { actionsOf, BOT_CHECK, functionsByHandler, resourcesOf, statementsOf, synthesized } from './synthesized.ts';

const { template, app } = synthesized('prod');
const functions = functionsByHandler(template);
const HUB = 'https://hub.example.net/';
const fn = (handler: string) => functions.get(handler) ?? { id: '', settings: [], role: '' };

describe('the stack', () => {
  it('passes the AwsSolutions rules, each accepted finding with its reason', () => {
    expect(() => app.synth()).not.toThrow();
    expect(process.exitCode ?? 0).toBe(0);
  });

  it('has one function with a role of its own for every handler, and no other', () => {
    // Everything there is: with a hub, too, and with the form that checks who fills it in.
    const stacks = [{ webSubHub: HUB }, BOT_CHECK].map((more) =>
      functionsByHandler(synthesized('prod', more).template),
    );
    expect([...new Set(stacks.flatMap((all) => [...all.keys()]))].sort()).toEqual(handlerEntries().sort());
    for (const all of stacks) expect(new Set([...all.values()].map(({ role }) => role)).size).toBe(all.size);
  });

  it('keeps five tables, restorable to any second and safe from deletion, with nobody allowed to scan them', () => {
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 5);
    template.allResourcesProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
    for (const { role } of functions.values()) {
      expect(actionsOf(template, role).filter((action) => /:Scan$|\*/.test(action))).toEqual([]);
    }
  });

  it('keeps personal data in one table under a key of its own', () => {
    template.resourceCountIs('AWS::KMS::Key', 1);
    const ownKeyed = resourcesOf(template, 'AWS::DynamoDB::GlobalTable').filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes('KMSMasterKeyId'),
    );
    expect(ownKeyed.map(([id]) => id)).toEqual([expect.stringMatching(/^AudienceTable/)]);
  });

  it('puts what fails aside after a few attempts and reports failed messages singly', () => {
    const queues = resourcesOf(template, 'AWS::SQS::Queue').map(([, { Properties }]) => Properties);
    const working = queues.filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
    expect(working.length * 2).toBe(queues.length);
    template.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', working.length);
  });

  it('lets a message rest six times as long as its handler may take', () => {
    const timeouts = new Map(
      resourcesOf(template, 'AWS::Lambda::Function').map(([id, { Properties }]) => [id, Properties.Timeout as number]),
    );
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::EventSourceMapping')) {
      const queueId = (Properties.EventSourceArn as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
      const queue = template.findResources('AWS::SQS::Queue')[queueId] as { Properties: { VisibilityTimeout: number } };
      const timeout = timeouts.get((Properties.FunctionName as { Ref: string }).Ref) ?? Number.POSITIVE_INFINITY;
      expect(queue.Properties.VisibilityTimeout, queueId).toBeGreaterThanOrEqual(6 * timeout);
    }
  });

  it('gives the fetcher, which talks to strangers, one prefix and two queues and nothing else', () => {
    const { role } = fn('ingest/fetch-source');
    expect(
      actionsOf(template, role)
        .filter((action) => !action.startsWith('logs:'))
        .sort(),
    ).toEqual([
      's3:PutObject',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
    const put = statementsOf(template, role).find(({ Action }) => Action === 's3:PutObject');
    expect(JSON.stringify(put?.Resource)).toContain('/raw/*');
  });

  it('gives the explorer, which talks to strangers too, a place for its answers and nothing else', () => {
    const { role } = fn('ingest/explore-address');
    const actions = actionsOf(template, role).filter(
      (action) => !/^(logs:|sqs:(Receive|Delete|Change|Get))/.test(action),
    );
    expect(actions).toEqual(['s3:PutObject']);
    const put = statementsOf(template, role).find(({ Action }) => Action === 's3:PutObject');
    expect(JSON.stringify(put?.Resource)).toContain('/explorations/*');
  });

  it.each(['audience/send-confirmation', 'delivery/send-chunk', 'delivery/send-test', 'digest/tell-editors'])(
    'lets %s send from our domain only',
    (handler) => {
      const send = statementsOf(template, fn(handler).role).find(({ Action }) => Action === 'ses:SendRawEmail');
      expect(send?.Condition).toEqual({ StringLike: { 'ses:FromAddress': '*@mail.example.org' } });
      expect(JSON.stringify(send?.Resource)).toMatch(/identity\/.*configuration-set\//);
    },
  );

  it('lets nobody else send mail', () => {
    const whoMay = (wanted: (action: string) => boolean) =>
      [...functions].filter(([, { role }]) => actionsOf(template, role).some(wanted)).map(([handler]) => handler);
    expect(whoMay((action) => action === 'ses:GetSendQuota').sort()).toEqual([
      'delivery/reconcile',
      'delivery/start-campaign',
    ]);
    const senders = whoMay((action) => action.startsWith('ses:') && action !== 'ses:GetSendQuota');
    expect(senders.sort()).toEqual([
      'audience/send-confirmation',
      'delivery/send-chunk',
      'delivery/send-test',
      'delivery/send-welcome',
      'digest/tell-editors',
    ]);
  });

  it.each(['delivery/send-test', 'digest/tell-editors'])(
    'lets %s, which writes to editors, see no reader',
    (handler) => {
      const resources = JSON.stringify(statementsOf(template, fn(handler).role).map(({ Resource }) => Resource));
      expect(resources).not.toMatch(/Audience/);
      expect(resources).toMatch(/Table/);
    },
  );

  it('lets the page behind the links of a test do nothing at all', () => {
    const { role } = fn('delivery/answer-test-link');
    expect(actionsOf(template, role).filter((action) => !action.startsWith('logs:'))).toEqual([]);
  });

  it('ticks every minute without making up for missed ticks', () => {
    const ticks = template.findResources('AWS::Scheduler::Schedule', {
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        Target: Match.objectLike({ RetryPolicy: Match.objectLike({ MaximumRetryAttempts: 0 }) }),
      },
    });
    expect(Object.keys(ticks)).toHaveLength(3);
  });

  it('counts subscribers once a day, and asks each host by one connection at a time', () => {
    template.resourceCountIs('AWS::Scheduler::Schedule', 5);
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(20 3 * * ? *)' });
    const fifo = template.findResources('AWS::SQS::Queue', { Properties: { FifoQueue: true } });
    const names = Object.keys(fifo).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(names).toEqual(expect.arrayContaining(['PublicationsPollsDeadLetters', 'PublicationsPollsQueue']));
  });

  it('hears what became of each mail, and never of opens and clicks', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject'] },
    });
  });

  it('asks loopback addresses on a laptop only', () => {
    const setting = { Environment: { Variables: Match.objectLike({ ALLOWED_PRIVATE_NETWORKS: 'none' }) } };
    template.hasResourceProperties('AWS::Lambda::Function', setting);
    synthesized('local').template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ ALLOWED_PRIVATE_NETWORKS: 'loopback' }) },
    });
  });

  it('keeps the names of what holds data, which would be replaced by empty ones under other names', () => {
    const stateful = [
      'AWS::DynamoDB::GlobalTable',
      'AWS::KMS::Key',
      'AWS::S3::Bucket',
      'AWS::SecretsManager::Secret',
      'AWS::Cognito::UserPool',
    ];
    expect(stateful.flatMap((type) => resourcesOf(template, type).map(([id]) => id)).sort()).toMatchSnapshot();
  });
});

describe('a hub', () => {
  it('of which there is none is neither deployed nor linked', () => {
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toContain('PingHub');
    expect(text).not.toMatch(/HubPings/);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'syndicate/build-feeds',
      Environment: { Variables: Match.objectLike({ WEB_SUB_HUB: 'none', PINGS_QUEUE_URL: 'none' }) },
    });
  });

  it('is told three times at most, and later than CloudFront may show what was before', () => {
    const { template: withHub } = synthesized('prod', { webSubHub: HUB });
    withHub.hasResourceProperties('AWS::SQS::Queue', {
      DelaySeconds: 12,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 3 }),
    });
    withHub.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: Match.objectLike({ MinTTL: 0, MaxTTL: 5 }),
    });
    withHub.hasResourceProperties('AWS::CloudFront::Function', {
      FunctionCode: Match.stringLikeRegexp(`"webSubHub":"${HUB}"`),
    });
  });

  it('passes the AwsSolutions rules too', () => {
    const { app: withHub } = synthesized('prod', { webSubHub: HUB, homePublication: 'ruhr' });
    expect(() => withHub.synth()).not.toThrow();
    expect(process.exitCode ?? 0).toBe(0);
  });

  it('is told by a function that may do nothing else', () => {
    const { template: withHub } = synthesized('prod', { webSubHub: HUB });
    const { role = '' } = functionsByHandler(withHub).get('syndicate/ping-hub') ?? {};
    const services = actionsOf(withHub, role).map((action) => action.split(':')[0]);
    expect([...new Set(services)].sort()).toEqual(['logs', 'sqs']);
    expect(actionsOf(withHub, role)).not.toContain('sqs:SendMessage');
  });

  it.each([
    { stage: 'prod', address: 'http://hub.example.net/' },
    { stage: 'prod', address: 'https://127.0.0.1/' },
    { stage: 'prod', address: 'hub.example.net' },
    { stage: 'prod', address: 'https://hub.example.net/>; rel="x"' },
    { stage: 'prod', address: 'https://me:secret@hub.example.net/' },
    { stage: 'local', address: 'http://hub.example.net/' },
    { stage: 'local', address: 'ftp://127.0.0.1/' },
  ])('at $address is refused in $stage', ({ stage, address }) => {
    expect(() => synthesized(stage, { webSubHub: address })).toThrow(
      `The setting webSubHub must be an https address or empty, not "${address}"`,
    );
  });

  it('may be one of the own machine on a laptop', () => {
    expect(() => synthesized('local', { webSubHub: 'http://127.0.0.1:1234/' })).not.toThrow();
  });
});

describe('the home publication', () => {
  it('is known to the edge, and must be a name that a publication can have', () => {
    synthesized('prod', { homePublication: 'ruhr' }).template.hasResourceProperties('AWS::CloudFront::Function', {
      FunctionCode: Match.stringLikeRegexp('"homePublication":"ruhr"'),
    });
    expect(() => synthesized('prod', { homePublication: 'Ruhr/' })).toThrow(
      'The setting homePublication must be a publication\'s id or empty, not "Ruhr/"',
    );
  });
});

describe('the site', () => {
  it('has the application answer where the bucket has nothing, and leaves the application’s own refusals alone', () => {
    const [distribution] = resourcesOf(template, 'AWS::CloudFront::Distribution');
    const config = distribution?.[1].Properties.DistributionConfig as Record<string, unknown>;
    const { OriginGroups, CustomErrorResponses } = config;
    expect(CustomErrorResponses).toBeUndefined();
    expect(OriginGroups).toMatchObject({ Items: [{ FailoverCriteria: { StatusCodes: { Items: [404] } } }] });
  });
});

describe('a stage', () => {
  it('is refused by name when there is none', () => {
    expect(() => synthesized('staging')).toThrow('There is no stage "staging"; there are: local, dev, prod');
  });

  it('takes single settings from the one who deploys', () => {
    const changed = synthesized('prod', { mailDomain: 'news.example.net', sendsPerSecond: '40' }).template;
    changed.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'news.example.net' });
    expect(() => synthesized('prod', { sendsPerSecond: 'fast' })).toThrow('sendsPerSecond must be a number');
    expect(JSON.stringify(synthesized('prod', { warmUpFrom: '2026-12-01' }).template)).toContain(
      '"WARM_UP_FROM":"2026-12-01"',
    );
    for (const warmUpFrom of ['soon', '2026-02-30', '1.12.2026'])
      expect(() => synthesized('prod', { warmUpFrom })).toThrow('warmUpFrom must be a day such as 2026-12-01');
  });

  it('gathers events for as long as the stage says, and Lambda waits', () => {
    const windows = (changes: Record<string, string>) =>
      JSON.stringify(synthesized('prod', changes).template).match(/"MaximumBatchingWindowInSeconds":\d+/g);
    expect(windows({})).toEqual(['"MaximumBatchingWindowInSeconds":60']);
    expect(windows({ eventsGatheredSeconds: '300' })).toEqual(['"MaximumBatchingWindowInSeconds":300']);
    expect(() => windows({ eventsGatheredSeconds: '301' })).toThrow(
      'eventsGatheredSeconds must be at most 300, not 301',
    );
  });
});
