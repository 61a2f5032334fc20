import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { handlerEntries } from '../../lib/bundles.ts';
import { actionsOf, functionsByHandler, resourcesOf, statementsOf, synthesized } from './synthesized.ts';

const { template, app } = synthesized('prod');
const functions = functionsByHandler(template);
const fn = (handler: string) => functions.get(handler) ?? { id: '', settings: [], role: '' };

describe('the stack', () => {
  it('passes the AwsSolutions rules, each accepted finding with its reason', () => {
    expect(() => app.synth()).not.toThrow();
    expect(process.exitCode ?? 0).toBe(0);
  });

  it('has one function with a role of its own for every handler, and no other', () => {
    expect([...functions.keys()].sort()).toEqual(handlerEntries().sort());
    expect(new Set([...functions.values()].map(({ role }) => role)).size).toBe(functions.size);
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

  it.each(['audience/send-confirmation', 'delivery/send-chunk'])('lets %s send from our domain only', (handler) => {
    const send = statementsOf(template, fn(handler).role).find(({ Action }) => Action === 'ses:SendRawEmail');
    expect(send?.Condition).toEqual({ StringLike: { 'ses:FromAddress': '*@mail.example.org' } });
    expect(JSON.stringify(send?.Resource)).toMatch(/identity\/.*configuration-set\//);
  });

  it('lets nobody else send mail', () => {
    const senders = [...functions].filter(([, { role }]) =>
      actionsOf(template, role).some((action) => action.startsWith('ses:')),
    );
    expect(senders.map(([handler]) => handler).sort()).toEqual(['audience/send-confirmation', 'delivery/send-chunk']);
  });

  it('ticks every minute without making up for missed ticks', () => {
    const ticks = template.findResources('AWS::Scheduler::Schedule', {
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        Target: Match.objectLike({ RetryPolicy: Match.objectLike({ MaximumRetryAttempts: 0 }) }),
      },
    });
    expect(Object.keys(ticks)).toHaveLength(2);
  });

  it('counts subscribers once a day, and asks each host by one connection at a time', () => {
    template.resourceCountIs('AWS::Scheduler::Schedule', 3);
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

describe('a stage', () => {
  it('is refused by name when there is none', () => {
    expect(() => synthesized('staging')).toThrow('There is no stage "staging"; there are: local, dev, prod');
  });

  it('takes single settings from the one who deploys', () => {
    const changed = synthesized('prod', { mailDomain: 'news.example.net', sendsPerSecond: '40' }).template;
    changed.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'news.example.net' });
    expect(() => synthesized('prod', { sendsPerSecond: 'fast' })).toThrow('sendsPerSecond must be a number');
  });
});
