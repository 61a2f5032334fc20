/** What other rooms may call of the audience: who reads us, and how a mail finds them. */
export { type AddSubscriberDeps, addSubscriber, type SubscriberToAdd } from './add-subscriber.ts';
export { AddressError, normaliseAddress, subscriberIdOf } from './addresses.ts';
export { type ConfirmationMessage, confirmationMessage } from './joining/confirmation-message.ts';
export { type WelcomeMessage, welcomeMessage } from './joining/welcome-message.ts';
export { type LinkKeys, parseLinkKeys } from './links/link-keys.ts';
export { personalLinks } from './links/links.ts';
export { listSubscribers } from './list-subscribers.ts';
export { type AudienceRecords, audienceInMemory, audienceTable } from './records/audience-records.ts';
export { type AudienceFilter, type Recipient, type Recipients, recipientsTable } from './records/recipients.ts';
export { recipientsInMemory } from './records/recipients-in-memory.ts';
export { SHARDS, shardOf } from './records/shards.ts';
export type { SubscriptionPage, Subscriptions } from './records/subscriptions.ts';
export { subscriptionsInMemory } from './records/subscriptions-in-memory.ts';
