/** Where the events of a configuration set go: SNS topics whose policy lets SES in. */
import { z } from 'zod';
import { ACCOUNT, REGION } from './attributes.ts';
import { LocalError } from './errors.ts';
import type { Identities } from './identities.ts';
import type { MailStore } from './mail-store.ts';
import type { Messaging } from './messaging.ts';
import type { SesEvent } from './ses-events.ts';
import { type Deployed, readProperties, type Stack } from './stack.ts';

const destinationSchema = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z.boolean().default(true),
    Name: z.string().optional(),
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.object({ TopicARN: z.string() }),
  }),
});

export interface Destination {
  configurationSet: string;
  topicArn: string;
  /** Lower case, without spaces: `renderingfailure`. */
  types: Set<string>;
}

const VALIDATION = 'Successfully validated SNS topic for Amazon SES event publishing.';
const SUBJECT = 'Amazon SES Email Event Notification';
const plain = (type: string) => type.replaceAll(/[^a-z]/gi, '').toLowerCase();

export function readDestinations(stack: Stack, identities: Identities): Destination[] {
  const resources = stack.of('AWS::SES::ConfigurationSetEventDestination');
  return resources.flatMap((resource) => {
    const { ConfigurationSetName, EventDestination: at } = readProperties(destinationSchema, resource);
    if (!at.Enabled) return [];
    refuseClosedTopic(resource, ConfigurationSetName, at.SnsDestination.TopicARN, identities);
    return [
      {
        configurationSet: ConfigurationSetName,
        topicArn: at.SnsDestination.TopicARN,
        types: new Set(at.MatchingEventTypes.map(plain)),
      },
    ];
  });
}

function refuseClosedTopic({ id }: Deployed, configurationSet: string, topicArn: string, identities: Identities): void {
  const { allowed, reason } = identities.decide(identities.service('ses.amazonaws.com'), {
    action: 'sns:Publish',
    resource: topicArn,
    context: { 'aws:sourcearn': configurationSetArn(configurationSet), 'aws:sourceaccount': ACCOUNT },
  });
  if (!allowed) throw new LocalError(`${id}: the policy of ${topicArn} does not let SES publish (${reason})`);
}

export function configurationSetArn(name: string): string {
  return `arn:aws:ses:${REGION}:${ACCOUNT}:configuration-set/${name}`;
}

/** The first message on a topic is this one, in plain text; every consumer must survive it. */
export function validateTopics(destinations: Destination[], messaging: Messaging, store: MailStore): void {
  for (const { topicArn } of destinations) {
    const note = `validated ${topicArn}`;
    if (store.announcedBefore(note)) continue;
    messaging.publish(topicArn, VALIDATION);
    store.announced(note);
  }
}

/** @returns how many topics took it */
export function publishEvent(
  event: SesEvent,
  configurationSet: string | undefined,
  destinations: Destination[],
  messaging: Messaging,
): number {
  const taking = destinations.filter(
    (destination) =>
      (configurationSet === undefined || destination.configurationSet === configurationSet) &&
      destination.types.has(plain(event.eventType)),
  );
  // An event of no set in particular goes once to each topic, however many sets lead there.
  const topics = new Set(taking.map(({ topicArn }) => topicArn));
  for (const topicArn of topics) messaging.publish(topicArn, JSON.stringify(event), SUBJECT);
  return topics.size;
}
