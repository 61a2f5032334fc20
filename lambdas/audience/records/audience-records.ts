import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { type Segments, segmentsInMemory, segmentsTable } from '../segments/segments.ts';
import { type Standings, standingsInMemory, standingsTable } from '../segments/standings.ts';
import { type AddressChanges, addressChangesInMemory, addressChangesTable } from './address-changes.ts';
import { type Bounces, bouncesInMemory, bouncesTable } from './bounces.ts';
import { type ConfirmationMails, confirmationMailsInMemory, confirmationMailsTable } from './confirmation-mails.ts';
import { type DomainLimits, domainLimitsInMemory, domainLimitsTable } from './domain-limits.ts';
import { type Leavings, leavingsInMemory, leavingsTable } from './leavings.ts';
import { type NetworkLimits, networkLimitsInMemory, networkLimitsTable } from './network-limits.ts';
import { type People, peopleInMemory, peopleTable } from './people.ts';
import { type Proofs, proofsInMemory, proofsTable } from './proofs.ts';
import { type SignUps, signUpsInMemory, signUpsTable } from './sign-ups.ts';
import { type Subscriptions, subscriptionsTable } from './subscriptions.ts';
import { subscriptionsInMemory } from './subscriptions-in-memory.ts';
import { type Suppressions, suppressionsInMemory, suppressionsTable } from './suppressions.ts';
import { type Traces, tracesInMemory, tracesTable } from './traces.ts';

/** Everything the Audience table holds, each kind by its own store; an act takes the ones it needs. */
export interface AudienceRecords {
  subscriptions: Subscriptions;
  people: People;
  proofs: Proofs;
  suppressions: Suppressions;
  bounces: Bounces;
  signUps: SignUps;
  addressChanges: AddressChanges;
  confirmationMails: ConfirmationMails;
  networkLimits: NetworkLimits;
  domainLimits: DomainLimits;
  traces: Traces;
  segments: Segments;
  standings: Standings;
  leavings: Leavings;
}

export function audienceTable(dynamo: DynamoDBDocumentClient, name: string): AudienceRecords {
  return {
    subscriptions: subscriptionsTable(dynamo, name),
    people: peopleTable(dynamo, name),
    proofs: proofsTable(dynamo, name),
    suppressions: suppressionsTable(dynamo, name),
    bounces: bouncesTable(dynamo, name),
    signUps: signUpsTable(dynamo, name),
    addressChanges: addressChangesTable(dynamo, name),
    confirmationMails: confirmationMailsTable(dynamo, name),
    networkLimits: networkLimitsTable(dynamo, name),
    domainLimits: domainLimitsTable(dynamo, name),
    traces: tracesTable(dynamo, name),
    segments: segmentsTable(dynamo, name),
    standings: standingsTable(dynamo, name),
    leavings: leavingsTable(dynamo, name),
  };
}

/** The same promises in memory, for tests. */
export function audienceInMemory() {
  const subscriptions = subscriptionsInMemory();
  const people = peopleInMemory();
  const proofs = proofsInMemory();
  const suppressions = suppressionsInMemory();
  const bounces = bouncesInMemory();
  const signUps = signUpsInMemory();
  const addressChanges = addressChangesInMemory();
  const confirmationMails = confirmationMailsInMemory();
  return {
    subscriptions,
    people,
    proofs,
    suppressions,
    signUps,
    addressChanges,
    bounces,
    confirmationMails,
    traces: tracesInMemory({
      person: { held: people.held, place: [] },
      proof: { held: proofs.entries, place: ['publicationId', 'at', 'kind'] },
      suppression: { held: suppressions.held, place: [] },
      bounces: { held: bounces.held, place: [] },
      'sign-up': { held: signUps.held, place: ['publicationId'] },
      change: { held: addressChanges.held, place: ['publicationId', 'formerId'] },
      mail: { held: confirmationMails.held, place: ['kind', 'publicationId'] },
    }),
    networkLimits: networkLimitsInMemory(),
    domainLimits: domainLimitsInMemory(),
    segments: segmentsInMemory(),
    standings: standingsInMemory(subscriptions.held),
    leavings: leavingsInMemory(),
  } satisfies AudienceRecords;
}
