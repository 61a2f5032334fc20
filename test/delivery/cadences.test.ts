import { simpleParser } from 'mailparser';
import { beforeEach, describe, expect, it } from 'vitest';
import { lettersFrom } from '../../lambdas/delivery/letters.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { startCampaign } from '../../lambdas/delivery/start-campaign.ts';
import { composeEdition } from '../../lambdas/digest/compose-edition.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { ReadyMessage } from '../../lambdas/digest/messages.ts';
import type { Digest } from '../../lambdas/domain/publication.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { type CompositionMessage, digestsInMemory, publicationsInMemory } from '../../lambdas/publications/index.ts';
import { aDigest, anArticle, articlesHeld, RUHR, SITE_URL } from '../digest/samples.ts';
import { aSubscription } from './samples.ts';
import { aWorld } from './world.ts';

const TOPICS = ['kita', 'schule'];
const PUBLICATION = { ...RUHR, topics: TOPICS.map((id) => ({ id, title: id, words: [] })) };
const AT_ONCE = aDigest({ id: 'sofort', cadence: 'instant', time: undefined, weekday: undefined, mode: 'send' });
const WEEKLY = aDigest({ mode: 'send' });

const reader = (number: number, name: string, over: Partial<Subscription>) =>
  aSubscription(number, { address: `${name}@example.net`, ...over });

/** From articles to what lies in each reader's inbox, over composing, choosing the audience, planning and sending. */
function aHouse({ digests, readers }: { digests: Digest[]; readers: Subscription[] }) {
  const clock = { now: new Date('2026-11-04T09:00:00Z') };
  const deps = {
    publications: publicationsInMemory(PUBLICATION),
    digests: digestsInMemory(...digests),
    articles: articlesHeld(),
    editions: editionsInMemory(),
    parts: objectsInMemory(),
    ready: outboxInMemory<ReadyMessage>(),
    siteUrl: SITE_URL,
    now: () => clock.now,
  };
  const inbox = new Map<string, string[]>();
  const links = () => ({ unsubscribe: 'https://news.example.org/u', preferences: 'https://news.example.org/p' });

  async function send({ editionId, contentHash, ...more }: ReadyMessage) {
    const world = aWorld({ readers });
    const freeze = (id: string, hash: string, how: { forSegment?: boolean }) =>
      deps.editions.freeze(id, hash, clock.now, how);
    await startCampaign({ editionId, contentHash, ...more }, { ...world, freeze, digests: deps.digests });
    for (const message of world.plans.sent.splice(0)) await world.plan(message);
    const lettersOf = lettersFrom(deps.parts);
    for (const { chunk } of world.chunks.sent.splice(0)) {
      const letters: Parameters<typeof sendChunk>[1]['letters'] = (campaign) => lettersOf(campaign, links);
      await sendChunk({ campaignId: editionId, chunk }, { ...world.senderDeps(), letters });
    }
    for (const { to, raw } of world.ses.calls) {
      const { text = '' } = await simpleParser(Buffer.from(raw));
      const held = inbox.get(to) ?? [];
      const titles = deps.articles.held.map(({ title }) => title).filter((title) => text.includes(title));
      inbox.set(to, [...held, ...titles]);
    }
  }

  return {
    at: (time: string) => {
      clock.now = new Date(time);
    },
    comesIn: (title: string, ...topics: string[]) => {
      const article = anArticle({ title, topics, ingestedAt: clock.now });
      deps.articles.held.push(article);
      return article.id;
    },
    /** Composes, and sends what goes out by itself. */
    async due(digestId: string) {
      const dueAt = clock.now.toISOString();
      const message: CompositionMessage = {
        ...{ requestId: `${digestId} ${dueAt}`, publicationId: 'ruhr', digestId, dueAt },
        ...{ by: 'schedule', mode: 'send' },
      };
      const { outcome } = await composeEdition(message, deps);
      for (const ready of deps.ready.sent.splice(0)) await send(ready);
      return outcome;
    },
    /** What an editor picks goes out at once. */
    async picks(...articles: string[]) {
      const requestId = clock.now.toISOString();
      await composeEdition({ requestId, publicationId: 'ruhr', articles, by: 'editor', mode: 'send' }, deps);
      for (const ready of deps.ready.sent.splice(0)) await send(ready);
    },
    got: (name: string) => inbox.get(`${name}@example.net`) ?? [],
  };
}

let house: ReturnType<typeof aHouse>;
beforeEach(() => {
  house = aHouse({
    digests: [AT_ONCE, WEEKLY],
    readers: [
      reader(0, 'at-once', { cadence: 'instant' }),
      reader(1, 'weekly', {}),
      reader(2, 'monthly', { cadence: 'monthly' }),
      reader(3, 'daily', { cadence: 'daily' }),
      reader(4, 'mixed', { topics: TOPICS, cadences: { kita: 'instant' } }),
      reader(5, 'school', { topics: ['schule'] }),
    ],
  });
});

describe('who hears at once and who hears weekly', () => {
  it('get every article once: at once or in the weekly, never in both', async () => {
    house.comesIn('Neue Kita', 'kita');
    house.comesIn('Neue Schule', 'schule');
    house.comesIn('Ohne Thema');
    house.at('2026-11-04T09:30:00Z');
    expect(await house.due('sofort')).toMatchObject({ kind: 'composed', articles: 3 });
    expect(house.got('at-once').sort()).toEqual(['Neue Kita', 'Neue Schule', 'Ohne Thema']);
    expect(house.got('mixed')).toEqual(['Neue Kita']);
    for (const other of ['weekly', 'monthly', 'daily', 'school']) expect(house.got(other)).toEqual([]);

    house.at('2026-11-09T06:00:00Z');
    expect(await house.due('woche')).toMatchObject({ kind: 'composed', articles: 3 });
    const everything = ['Neue Kita', 'Neue Schule', 'Ohne Thema'];
    expect(house.got('at-once').sort()).toEqual(everything);
    // What nobody serves counts as the next less frequent one, or the most seldom of all.
    for (const other of ['weekly', 'monthly', 'daily']) expect(house.got(other).sort()).toEqual(everything);
    expect(house.got('mixed').sort()).toEqual(['Neue Kita', 'Neue Schule']);
    expect(house.got('school')).toEqual(['Neue Schule']);

    expect(await house.due('sofort')).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
    house.at('2026-11-16T06:00:00Z');
    expect(await house.due('woche')).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
  });

  it('get an article of two topics once, too: at once, if they want one of the two at once', async () => {
    house.comesIn('Kita in der Schule', 'kita', 'schule');
    house.comesIn('Neue Schule', 'schule');
    house.at('2026-11-04T09:30:00Z');
    await house.due('sofort');
    expect(house.got('mixed')).toEqual(['Kita in der Schule']);
    house.at('2026-11-09T06:00:00Z');
    await house.due('woche');
    expect(house.got('mixed').sort()).toEqual(['Kita in der Schule', 'Neue Schule']);
    for (const other of ['at-once', 'weekly', 'monthly', 'daily', 'school'])
      expect(house.got(other).sort()).toEqual(['Kita in der Schule', 'Neue Schule']);
  });

  it('get no mail of nothing but what they have had at once', async () => {
    house.comesIn('Kita in der Schule', 'kita', 'schule');
    house.at('2026-11-04T09:30:00Z');
    await house.due('sofort');
    house.at('2026-11-09T06:00:00Z');
    await house.due('woche');
    expect(house.got('mixed')).toEqual(['Kita in der Schule']);
  });

  it('get what an editor sent to everybody no second time', async () => {
    const flash = house.comesIn('Eilmeldung', 'schule');
    await house.picks(flash);
    for (const name of ['at-once', 'weekly', 'monthly', 'daily', 'mixed', 'school']) {
      expect(house.got(name)).toEqual(['Eilmeldung']);
    }
    house.at('2026-11-04T09:30:00Z');
    expect(await house.due('sofort')).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
    house.at('2026-11-09T06:00:00Z');
    expect(await house.due('woche')).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
  });
});
