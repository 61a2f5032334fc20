import type { Crowd } from '../audience/index.ts';
import type { RecipientOutcome } from './outcomes.ts';
import { type OutcomeDeps, type OutcomeWish, recipientOutcomes } from './recipient-outcomes.ts';

/** A recipient with their address, which the audience keeps and this room does not. */
export interface Recipient extends RecipientOutcome {
  /** Absent when they were erased, or forgotten, since; and of somebody who has moved, the former one. */
  address?: string;
}

export interface PeopleDeps {
  crowd: Pick<Crowd, 'subscriptions'>;
}

/** What people need to see: a page of recipients by what became of them, see {@link recipientOutcomes}. */
export async function listRecipients(
  { publicationId, ...wish }: OutcomeWish & { publicationId: string },
  deps: OutcomeDeps & PeopleDeps,
): Promise<{ recipients: Recipient[]; next?: string }> {
  const { recipients, next } = await recipientOutcomes(wish, deps);
  return { recipients: await withAddresses(publicationId, recipients, deps), next };
}

export async function withAddresses(
  publicationId: string,
  recipients: RecipientOutcome[],
  { crowd }: PeopleDeps,
): Promise<Recipient[]> {
  const ids = recipients.flatMap(({ subscriberId }) => subscriberId ?? []);
  const people = await crowd.subscriptions(publicationId, [...new Set(ids)]);
  return recipients.map((one) => ({ ...one, address: one.subscriberId && people.get(one.subscriberId)?.address }));
}
