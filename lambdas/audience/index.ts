/** What other rooms may call of the audience: who reads us, and how a mail finds them. */
export { type AddSubscriberDeps, addSubscriber, type SubscriberToAdd } from './add-subscriber.ts';
export { AddressError, normaliseAddress, subscriberIdOf } from './addresses.ts';
export { type AudienceRecords, audienceInMemory, audienceTable } from './audience-records.ts';
export { type ConfirmationMessage, confirmationMessage } from './confirmation-message.ts';
export { type LinkKeys, parseLinkKeys } from './link-keys.ts';
export { personalLinks } from './links.ts';
export { listSubscribers } from './list-subscribers.ts';
export { type AudienceFilter, type Recipient, type Recipients, recipientsTable } from './recipients.ts';
export { recipientsInMemory } from './recipients-in-memory.ts';
export { SHARDS, shardOf } from './shards.ts';
export type { SubscriptionPage, Subscriptions } from './subscriptions.ts';
export { subscriptionsInMemory } from './subscriptions-in-memory.ts';
