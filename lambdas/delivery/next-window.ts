import type { Recipient } from '../audience/index.ts';
import type { Because } from './because.ts';
import type { ChunkWork, SendDeps } from './chunk-work.ts';
import type { Letters } from './letters.ts';
import type { Envelope } from './send-window.ts';

interface Wanted extends Pick<ChunkWork, 'campaign' | 'ledger' | 'manifest'> {
  letters: Letters;
  /** Still to be sent to, in order. */
  waiting: number[];
  /** Recipients of a window, at most. */
  size: number;
}

export interface NextWindow {
  envelopes: Envelope[];
  /** Who must not be written to any more, or wants nothing of it, and why. */
  skipped: Map<number, Because>;
}

/**
 * Asks once more who may be written to, right before their intent is recorded, and prepares an envelope for each: who has
 * left a moment ago gets nothing, however long the rest of their chunk took. Whoever is read is read once, so asking ten at a
 * time costs as many read units as asking a hundred. Others move up for those who are skipped.
 */
export async function nextWindow({ waiting, size, ...wanted }: Wanted, deps: SendDeps): Promise<NextWindow> {
  const { campaign, manifest } = wanted;
  const envelopes: Envelope[] = [];
  const skipped = new Map<number, Because>();
  let from = 0;
  while (from < waiting.length && envelopes.length < size) {
    const asked = waiting.slice(from, from + size - envelopes.length);
    from += asked.length;
    const ids = asked.map((index) => manifest.subscriberIds[index] as string);
    const { present, absent } = await deps.recipients.recheck(campaign.publicationId, ids, {
      ...campaign.audience,
      audienceUntil: campaign.audienceUntil,
    });
    for (const [place, index] of asked.entries()) {
      const subscriberId = ids[place] as string;
      const found = present.get(subscriberId);
      if (found && wanted.letters.isFor(found.topics)) {
        envelopes.push(envelopeFor({ subscriberId, ...found, index }, wanted, deps));
      } else skipped.set(index, found ? 'nothing-for-them' : (absent.get(subscriberId) ?? 'gone'));
    }
  }
  return { envelopes, skipped };
}

type Ready = Recipient & { index: number; subscriberId: string };

function envelopeFor(
  { index, ...recipient }: Ready,
  { campaign, ledger, letters }: Pick<Wanted, 'campaign' | 'ledger' | 'letters'>,
  sets: SendDeps,
): Envelope {
  const { address, isWatched } = recipient;
  // Both must have said so: the publication, when its campaign began, and this reader, as of now.
  const isTracked = campaign.isTracked === true && recipient.isTracked === true;
  return {
    index,
    mail: () => ({
      from: letters.from,
      to: address,
      raw: letters.write({ ...recipient, isTracked }),
      configurationSet: configurationSetFor({ isWatched, isTracked }, sets),
      tags: {
        ...{ campaign: campaign.id, chunk: ledger.chunk, index: String(index) },
        // The audience hears of the arrival of mails with this tag, and of no others (lib/audience.ts).
        ...(isWatched && { watch: '1' }),
        // Opens and clicks of no other mail are counted (ses-event.ts).
        ...(isTracked && { track: '1' }),
      },
    }),
  };
}

function configurationSetFor(
  { isWatched, isTracked }: Pick<Recipient, 'isWatched' | 'isTracked'>,
  { configurationSet, pastListConfigurationSet, trackedConfigurationSet, trackedPastListConfigurationSet }: SendDeps,
): string {
  if (isTracked) return isWatched ? trackedPastListConfigurationSet : trackedConfigurationSet;
  return isWatched ? pastListConfigurationSet : configurationSet;
}
