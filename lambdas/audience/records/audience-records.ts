import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { type ConfirmationMails, confirmationMailsInMemory, confirmationMailsTable } from './confirmation-mails.ts';
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
  confirmationMails: ConfirmationMails;
  networkLimits: NetworkLimits;
}

export function audienceTable(dynamo: DynamoDBDocumentClient, name: string): AudienceRecords {
  return {
    subscriptions: subscriptionsTable(dynamo, name),
    people: peopleTable(dynamo, name),
    proofs: proofsTable(dynamo, name),
    suppressions: suppressionsTable(dynamo, name),
    signUps: signUpsTable(dynamo, name),
    confirmationMails: confirmationMailsTable(dynamo, name),
    networkLimits: networkLimitsTable(dynamo, name),
  };
}

/** The same promises in memory, for tests. */
export function audienceInMemory() {
  return {
    subscriptions: subscriptionsInMemory(),
    people: peopleInMemory(),
    proofs: proofsInMemory(),
    suppressions: suppressionsInMemory(),
    signUps: signUpsInMemory(),
    confirmationMails: confirmationMailsInMemory(),
    networkLimits: networkLimitsInMemory(),
  } satisfies AudienceRecords;
}
