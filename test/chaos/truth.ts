/** What the books of a model say, beside what its SES knows. */
import type { World } from '../delivery/world.ts';

/** Who has two mails although an event of the one before came, or comes. */
export function twice({ ses: { accepted, unreported } }: World): string[] {
  return [...accepted]
    .filter(([address, times]) => times - 1 > (unreported.get(address) ?? 0))
    .map(([address]) => address);
}

/** Whom SES has taken nothing for and no list names; and of whom the books say accepted although SES has nothing. */
export async function lostOf({ manifests, ledgers, subscriptions, ses }: World): Promise<string[]> {
  const lost: string[] = [];
  for (const ledger of await ledgers.range({ campaignId: 'ruhr-12', walk: 0, from: 1, limit: 1_000 })) {
    const manifest = await manifests.find(ledger.campaignId, ledger.chunk);
    for (const [index, id] of (manifest?.subscriberIds ?? []).entries()) {
      const isListed = [ledger.skipped, ledger.failed, ledger.held].some((list) => list.has(index));
      const address = subscriptions.get(id)?.address ?? id;
      if (!isListed && !ses.accepted.has(address))
        lost.push(`${address}, ${ledger.accepted.has(index) ? 'accepted' : 'nowhere'}`);
    }
  }
  return lost;
}
