import { describe, expect, it } from 'vitest';
import { functionsByHandler, resourcesOf, statementsOf, synthesized } from './synthesized.ts';

const { template } = synthesized('prod');
const functions = functionsByHandler(template);
const idOf = (type: string, beginning: string) =>
  resourcesOf(template, type).find(([id]) => id.startsWith(beginning))?.[0] ?? `no ${beginning}`;

interface Statement {
  Effect: string;
  Action: string;
  Principal: unknown;
  Condition?: unknown;
}

function policyOf(queue: string): Statement[] {
  return resourcesOf(template, 'AWS::SQS::QueuePolicy')
    .filter(([, { Properties }]) => JSON.stringify(Properties.Queues) === JSON.stringify([{ Ref: queue }]))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

const statementsOfAll = () => [...functions.values()].flatMap(({ role }) => statementsOf(template, role));

describe('what SES tells', () => {
  it.each(['AudienceFeedbackQueue', 'AudienceRecoveriesQueue'])('gets into %s through our topic alone', (beginning) => {
    const queue = idOf('AWS::SQS::Queue', beginning);
    const allowed = policyOf(queue).filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { Ref: idOf('AWS::SNS::Topic', 'MailEvents') } } },
        Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
      },
    ]);
    const sending = statementsOfAll().filter(({ Action }) => [Action].flat().includes('sqs:SendMessage'));
    expect(sending.length).toBeGreaterThan(5);
    expect(sending.filter(({ Resource }) => JSON.stringify(Resource).includes(queue))).toEqual([]);
    expect(sending.filter(({ Resource }) => JSON.stringify(Resource).includes('*'))).toEqual([]);
  });

  it('gets into our topic through SES alone, and from every configuration set', () => {
    const publishing = resourcesOf(template, 'AWS::SNS::TopicPolicy')
      .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
      .filter(({ Effect, Action }) => Effect === 'Allow' && Action === 'sns:Publish');
    expect(publishing.map(({ Principal }) => Principal)).toEqual(Array(4).fill({ Service: 'ses.amazonaws.com' }));
    expect(statementsOfAll().filter(({ Action }) => JSON.stringify(Action).includes('sns:'))).toEqual([]);
    template.resourceCountIs('AWS::SES::ConfigurationSetEventDestination', 4);
  });

  it('is of opens and clicks from the two sets alone that only the sender of editions may use', () => {
    const all = ['send', 'delivery', 'bounce', 'complaint', 'reject'];
    const told = resourcesOf(template, 'AWS::SES::ConfigurationSetEventDestination').map(([, { Properties }]) => {
      const { ConfigurationSetName, EventDestination } = Properties as {
        ConfigurationSetName: { Ref: string };
        EventDestination: { MatchingEventTypes: string[] };
      };
      return [ConfigurationSetName.Ref, EventDestination.MatchingEventTypes];
    });
    const sets = Object.fromEntries(told);
    const tracked = ['MailTrackedSet', 'MailTrackedPastListSet'].map((beginning) =>
      idOf('AWS::SES::ConfigurationSet', beginning),
    );
    for (const [id, types] of Object.entries(sets)) {
      expect(types).toEqual(tracked.includes(id) ? [...all, 'open', 'click'] : all);
    }
    const users = [...functions].filter(([, { role }]) =>
      tracked.some((id) => JSON.stringify(statementsOf(template, role)).includes(id)),
    );
    expect(users.map(([handler]) => handler)).toEqual(['delivery/send-chunk']);
  });

  it('of an arrival costs us nothing but for watched mails', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'AudienceRecoveriesQueue'), 'Arn'] },
      RawMessageDelivery: true,
      FilterPolicy: { eventType: ['Delivery'], mail: { tags: { watch: ['1'] } } },
      FilterPolicyScope: 'MessageBody',
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'AudienceFeedbackQueue'), 'Arn'] },
      FilterPolicy: { eventType: ['Bounce', 'Complaint'] },
      FilterPolicyScope: 'MessageBody',
    });
  });
});

describe('SES’s own suppression list', () => {
  const past = ['MailPastListSet', 'MailTrackedPastListSet'].map((set) => idOf('AWS::SES::ConfigurationSet', set));

  it('is heeded for all mails but those that ask a person, and those to who said yes in spite of it', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSet', { SuppressionOptions: { SuppressedReasons: [] } });
    const sets = resourcesOf(template, 'AWS::SES::ConfigurationSet').map(([id, { Properties }]) => [
      past.includes(id),
      Properties.SuppressionOptions !== undefined,
    ]);
    expect(sets.toSorted()).toEqual([
      [false, false],
      [false, false],
      [true, true],
      [true, true],
    ]);
  });

  it.each([
    { handler: 'audience/send-confirmation', sets: ['MailPastListSet'] },
    {
      handler: 'delivery/send-chunk',
      sets: ['MailConfigurationSet', 'MailPastListSet', 'MailTrackedSet', 'MailTrackedPastListSet'],
    },
    { handler: 'delivery/send-welcome', sets: ['MailConfigurationSet', 'MailPastListSet'] },
  ])('$handler may send with $sets, from our domain, and do nothing else with SES', ({ handler, sets }) => {
    const { role = '' } = functions.get(handler) ?? {};
    const sending = statementsOf(template, role).filter(({ Action }) => JSON.stringify(Action).includes('ses:'));
    expect(new Set(sending.map(({ Action }) => Action))).toEqual(new Set(['ses:SendRawEmail']));
    for (const { Condition } of sending) {
      expect(Condition).toEqual({ StringLike: { 'ses:FromAddress': '*@mail.example.org' } });
    }
    const all = ['MailConfigurationSet', 'MailPastListSet', 'MailTrackedSet', 'MailTrackedPastListSet'];
    const named = all.filter((set) => JSON.stringify(sending).includes(set));
    expect(named).toEqual(sets);
    expect(JSON.stringify(sending)).not.toContain('"*"');
  });
});
