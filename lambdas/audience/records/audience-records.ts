import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { type Segments, segmentsInMemory, segmentsTable } from '../segments/segments.ts';
import { type Standings, standingsInMemory, standingsTable } from '../segments/standings.ts';
import { type AddressChanges, addressChangesInMemory, addressChangesTable } from './address-changes.ts';
import { type ConfirmationMails, confirmationMailsInMemory, confirmationMailsTable } from './confirmation-mails.ts';
import { type DomainLimits, domainLimitsInMemory, domainLimitsTable } from './domain-limits.ts';
import { type NetworkLimits, networkLimitsInMemory, networkLimitsTable } from './network-limits.ts';
import { type People, peopleInMemory, peopleTable } from './people.ts';
import { type Proofs, proofsInMemory, proofsTable } from './proofs.ts';
import { type SignUps, signUpsInMemory, signUpsTable } from './sign-ups.ts';
import { type Subscriptions, subscriptionsTable } from './subscriptions.ts';
import { subscriptionsInMemory } from './subscriptions-in-memory.ts';
import { type Suppressions, suppressionsInMemory, suppressionsTable } from './suppressions.ts';

/** Everything the Audience table holds, each kind by its own store; an act takes the ones it needs. */
export interface AudienceRecords {
  subscriptions: Subscriptions;
  people: People;
  proofs: Proofs;
  suppressions: Suppressions;
  signUps: SignUps;
  addressChanges: AddressChanges;
  confirmationMails: ConfirmationMails;
  networkLimits: NetworkLimits;
  domainLimits: DomainLimits;
  segments: Segments;
  standings: Standings;
}

export function audienceTable(dynamo: DynamoDBDocumentClient, name: string): AudienceRecords {
  return {
    subscriptions: subscriptionsTable(dynamo, name),
    people: peopleTable(dynamo, name),
    proofs: proofsTable(dynamo, name),
    suppressions: suppressionsTable(dynamo, name),
    signUps: signUpsTable(dynamo, name),
    addressChanges: addressChangesTable(dynamo, name),
    confirmationMails: confirmationMailsTable(dynamo, name),
    networkLimits: networkLimitsTable(dynamo, name),
    domainLimits: domainLimitsTable(dynamo, name),
    segments: segmentsTable(dynamo, name),
    standings: standingsTable(dynamo, name),
  };
}

/** The same promises in memory, for tests. */
export function audienceInMemory() {
  const subscriptions = subscriptionsInMemory();
  return {
    subscriptions,
    people: peopleInMemory(),
    proofs: proofsInMemory(),
    suppressions: suppressionsInMemory(),
    signUps: signUpsInMemory(),
    addressChanges: addressChangesInMemory(),
    confirmationMails: confirmationMailsInMemory(),
    networkLimits: networkLimitsInMemory(),
    domainLimits: domainLimitsInMemory(),
    segments: segmentsInMemory(),
    standings: standingsInMemory(subscriptions.held),
  } satisfies AudienceRecords;
}
