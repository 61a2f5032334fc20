import { beforeEach, describe, expect, it } from 'vitest';
import { type Recipients, SHARDS, type Subscriptions, shardOf } from '../../../lambdas/audience/index.ts';
import type { Subscription } from '../../../lambdas/domain/subscription.ts';
import { aWish, hoursAfter, idOf } from '../samples.ts';

export interface RecipientStores {
  recipients: Recipients;
  subscriptions: Subscriptions;
}

const UNTIL = hoursAfter(24);
/** An edition for everybody. */
const ANY = { topics: [] };

/** What delivery may rely on. @param make - stores whose clock stands at {@link UNTIL} */
export function recipientsContract(name: string, make: () => Promise<RecipientStores>): void {
  describe(`recipients ${name}`, () => {
    let stores: RecipientStores;
    beforeEach(async () => {
      stores = await make();
    });

    /** A reader who confirmed; the name becomes their id. */
    async function reader(named: string, changes: Partial<Subscription> = {}): Promise<string> {
      const subscriberId = idOf(`${named}@example.org`);
      const wish = aWish({ subscriberId, address: `${named}@example.org`, topics: [], ...changes });
      await stores.subscriptions.request(wish, hoursAfter(999));
      await stores.subscriptions.confirm(wish.publicationId, subscriberId, changes.confirmedAt ?? hoursAfter(1));
      return subscriberId;
    }

    async function pagesOf(
      shard: number,
      filter: Partial<Parameters<Recipients['page']>[2]> = {},
    ): Promise<string[][]> {
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const asked = { limit: 3, confirmedUntil: UNTIL, topics: [], ...filter, after };
        const page = await stores.recipients.page('ruhr', shard, asked);
        pages.push(page.subscriberIds);
        after = page.next;
      } while (after);
      return pages;
    }

    const present = async (...asked: Parameters<Recipients['recheck']>) =>
      (await stores.recipients.recheck(...asked)).present;

    async function everyone(filter: Partial<Parameters<Recipients['page']>[2]> = {}): Promise<string[]> {
      const shards = Array.from({ length: SHARDS }, (_, shard) => pagesOf(shard, filter));
      return (await Promise.all(shards)).flat(2);
    }

    it.each([
      { what: 'that was confirmed after the audience was settled', joined: hoursAfter(25), isFollowed: true },
      { what: 'that is among the recipients itself', joined: hoursAfter(24), isFollowed: false },
    ])('are followed to an address $what: $isFollowed', async ({ joined, isFollowed }) => {
      const former = await reader('former');
      const moved = await reader('moved', { confirmedAt: joined, topics: ['schule'] });
      await stores.subscriptions.end('ruhr', former, { at: hoursAfter(25), because: 'address-change', movedTo: moved });
      const rechecked = await stores.recipients.recheck('ruhr', [former], { ...ANY, audienceUntil: UNTIL });
      const followed = { subscriberId: moved, address: 'moved@example.org', topics: ['schule'], language: 'de' };
      expect([...rechecked.present]).toEqual(isFollowed ? [[former, followed]] : []);
      expect([...rechecked.absent.keys()]).toEqual(isFollowed ? [] : [former]);
      // A welcome goes to nobody else than who was asked for.
      expect((await present('ruhr', [former], ANY)).size).toBe(0);
    });

    it('are followed nowhere once they have left at the new address, or came back to the old one and left it', async () => {
      const [former, moved] = [await reader('former'), await reader('moved', { confirmedAt: hoursAfter(25) })];
      const back = await reader('back');
      const move = { at: hoursAfter(25), because: 'address-change', movedTo: moved };
      for (const id of [former, back]) await stores.subscriptions.end('ruhr', id, move);
      await stores.subscriptions.request(
        aWish({ subscriberId: back, address: 'back@example.org', requestedAt: hoursAfter(26) }),
        hoursAfter(999),
      );
      await stores.subscriptions.confirm('ruhr', back, hoursAfter(27));
      await stores.subscriptions.end('ruhr', back, { at: hoursAfter(28), because: 'unsubscribed' });
      const asked = { ...ANY, audienceUntil: UNTIL };
      expect([...(await present('ruhr', [former, back], asked)).keys()]).toEqual([former]);
      await stores.subscriptions.end('ruhr', moved, { at: hoursAfter(29), because: 'unsubscribed' });
      expect((await present('ruhr', [former, back], asked)).size).toBe(0);
    });

    it('are everyone who confirmed, each once', async () => {
      const ids = await Promise.all(Array.from({ length: 80 }, (_, index) => reader(`r${index}`)));
      await reader('elsewhere', { publicationId: 'courier' });
      expect((await everyone()).toSorted()).toEqual(ids.toSorted());
    });

    it('are planned with the zones of those who chose one, page by page', async () => {
      const zones: Record<string, string> = {};
      for (const [index, timeZone] of ['America/New_York', undefined, 'Asia/Tokyo'].entries()) {
        const id = await reader(`z${index}`, { timeZone });
        if (timeZone) zones[id] = timeZone;
      }
      const asked = { limit: 3, confirmedUntil: UNTIL, topics: [] };
      const pages = await Promise.all(
        Array.from({ length: SHARDS }, (_, shard) => stores.recipients.page('ruhr', shard, asked)),
      );
      expect(Object.assign({}, ...pages.map(({ timeZones }) => timeZones))).toEqual(zones);
      const without = pages.filter(({ timeZones }) => timeZones === undefined);
      expect(without.flatMap(({ subscriberIds }) => subscriberIds)).toHaveLength(1);
    });

    it.each([1, 7, 100])('are found in one full shard by pages of %i', async (limit) => {
      const names = Array.from({ length: 2_000 }, (_, index) => `s${index}`);
      const inShard = names.filter((named) => shardOf(idOf(`${named}@example.org`)) === 7);
      const ids = await Promise.all(inShard.map((named) => reader(named)));
      const pages = await pagesOf(7, { limit });
      expect(pages.flat()).toEqual(ids.toSorted());
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    });

    it('leave out who is pending, has left or is suppressed', async () => {
      const stays = await reader('stays');
      await stores.subscriptions.request(aWish({ subscriberId: idOf('pending@example.org') }), hoursAfter(999));
      const left = await reader('left');
      await stores.subscriptions.end('ruhr', left, { at: hoursAfter(2), because: 'unsubscribed' });
      const bounced = await reader('bounced');
      await stores.subscriptions.markSuppressed('ruhr', bounced, 'permanent-bounce');
      expect(await everyone()).toEqual([stays]);
    });

    it.each([
      { when: 'at the very moment', confirmedAt: UNTIL, isIn: true },
      { when: 'a millisecond later', confirmedAt: new Date(UNTIL.getTime() + 1), isIn: false },
    ])('are in the audience when they confirmed $when: $isIn', async ({ confirmedAt, isIn }) => {
      const id = await reader('late', { confirmedAt });
      expect(await everyone()).toEqual(isIn ? [id] : []);
    });

    it.each([
      { chosen: [], edition: ['kita'], isIn: true },
      { chosen: ['kita', 'schule'], edition: ['kita'], isIn: true },
      { chosen: ['schule'], edition: ['kita', 'termine'], isIn: false },
      { chosen: ['schule'], edition: [], isIn: true },
    ])('who chose $chosen get an edition about $edition: $isIn', async ({ chosen, edition, isIn }) => {
      const id = await reader('choosy', { topics: chosen });
      expect(await everyone({ topics: edition })).toEqual(isIn ? [id] : []);
    });

    it('are only those whose wish the edition fulfils, at the pace of each topic', async () => {
      const monthly = await reader('monthly', { cadence: 'monthly' });
      const daily = await reader('daily', { cadence: 'daily' });
      const both = await reader('both', {
        topics: ['kita', 'schule'],
        cadence: 'daily',
        cadences: { kita: 'monthly' },
      });
      const edition = {
        topics: ['kita', 'schule'],
        cadences: { kita: ['monthly' as const], schule: ['monthly' as const] },
      };
      expect((await everyone(edition)).toSorted()).toEqual([monthly, both].toSorted());
      const still = await present('ruhr', [monthly, daily, both], edition);
      expect([...still].map(([id, { topics }]) => ({ id, topics }))).toEqual(
        expect.arrayContaining([
          { id: monthly, topics: ['kita', 'schule'] },
          { id: both, topics: ['kita'] },
        ]),
      );
      expect(still.size).toBe(2);
    });

    it('are only those of a segment, by whatever it asks for, and right before sending those who still are', async () => {
      const filter = {
        topics: ['kita'],
        cadences: ['daily' as const],
        languages: ['en' as const],
        joinedFrom: hoursAfter(1).toISOString(),
        joinedUntil: hoursAfter(2).toISOString(),
        origins: ['import'],
        fields: { Ort: ['bochum'] },
      };
      const fits = {
        topics: ['kita'],
        cadences: { kita: 'daily' as const },
        language: 'en' as const,
        origin: 'import:a' as const,
      };
      const edition = { topics: [], segment: { id: 'one', title: 'One', filter } };
      const meant = await reader('meant', fits);
      const other = await reader('other', { ...fits, origin: 'form' });
      const late = await reader('late', { ...fits, confirmedAt: hoursAfter(2) });
      for (const id of [meant, other, late]) await stores.subscriptions.setFields('ruhr', id, { Ort: 'Bochum' });
      await reader('nowhere', fits);
      expect(await everyone(edition)).toEqual([meant]);
      expect([...(await present('ruhr', [meant, other, late], edition)).keys()]).toEqual([meant]);
      await stores.subscriptions.setFields('ruhr', meant, { Ort: 'Essen' });
      expect((await present('ruhr', [meant], edition)).size).toBe(0);
    });

    it('are not those who pause, until the pause is over', async () => {
      const id = await reader('away');
      const preferences = { topics: [], cadence: 'weekly' as const, language: 'de' as const };
      await stores.subscriptions.change('ruhr', id, { ...preferences, pausedUntil: hoursAfter(48) });
      expect(await everyone()).toEqual([]);
      expect(await everyone({ confirmedUntil: hoursAfter(48) })).toEqual([id]);
      expect((await present('ruhr', [id], ANY)).size).toBe(0);
      await stores.subscriptions.change('ruhr', id, preferences);
      expect((await present('ruhr', [id], ANY)).size).toBe(1);
    });

    it('say whether their next mails are watched', async () => {
      const id = await reader('shaky');
      await stores.subscriptions.markWatched('ruhr', id, true);
      expect((await present('ruhr', [id], ANY)).get(id)).toMatchObject({ isWatched: true });
      await stores.subscriptions.markWatched('ruhr', id, false);
      expect((await present('ruhr', [id], ANY)).get(id)).not.toHaveProperty('isWatched');
    });

    it('say whether they let their opens and clicks be counted, as of now', async () => {
      const id = await reader('counted');
      expect((await present('ruhr', [id], ANY)).get(id)).not.toHaveProperty('isTracked');
      await stores.subscriptions.setTracking('ruhr', id, hoursAfter(1));
      expect((await present('ruhr', [id], ANY)).get(id)).toMatchObject({ isTracked: true });
      await stores.subscriptions.setTracking('ruhr', id, undefined);
      expect((await present('ruhr', [id], ANY)).get(id)).not.toHaveProperty('isTracked');
    });

    it('are counted as they are, for one publication', async () => {
      expect(await stores.recipients.count('ruhr')).toBe(0);
      await Promise.all(Array.from({ length: 80 }, (_, index) => reader(`r${index}`)));
      await reader('elsewhere', { publicationId: 'courier' });
      await stores.subscriptions.request(aWish({ subscriberId: idOf('pending@example.org') }), hoursAfter(999));
      await stores.subscriptions.end('ruhr', await reader('left'), { at: hoursAfter(2), because: 'unsubscribed' });
      await stores.subscriptions.markSuppressed('ruhr', await reader('bounced'), 'permanent-bounce');
      expect(await stores.recipients.count('ruhr')).toBe(80);
    });

    it('are checked again with what a mail to them needs', async () => {
      const id = await reader('ada', { topics: ['kita'], language: 'en' });
      const other = await reader('bob');
      const left = await reader('left');
      await stores.subscriptions.end('ruhr', left, { at: hoursAfter(2), because: 'unsubscribed' });
      const bounced = await reader('bounced');
      await stores.subscriptions.markSuppressed('ruhr', bounced, 'complaint');
      const still = await present('ruhr', [id, left, bounced, idOf('nobody@example.org'), other, id], ANY);
      expect(still).toEqual(
        new Map([
          [id, { address: 'ada@example.org', topics: ['kita'], language: 'en' }],
          [other, { address: 'bob@example.org', topics: [], language: 'de' }],
        ]),
      );
      expect(await present('courier', [id], ANY)).toEqual(new Map());
      expect(await present('ruhr', [], ANY)).toEqual(new Map());
    });

    it('are told apart by why they get nothing, but for those who are not there any more', async () => {
      const left = await reader('left');
      await stores.subscriptions.end('ruhr', left, { at: hoursAfter(2), because: 'unsubscribed' });
      const bounced = await reader('bounced');
      await stores.subscriptions.markSuppressed('ruhr', bounced, 'complaint');
      const away = await reader('away');
      const preferences = { topics: [], cadence: 'weekly' as const, language: 'de' as const };
      await stores.subscriptions.change('ruhr', away, { ...preferences, pausedUntil: hoursAfter(48) });
      const other = await reader('other', { topics: ['kita'] });
      const ids = [left, bounced, away, other, idOf('nobody@example.org')];
      expect(await stores.recipients.recheck('ruhr', ids, { topics: ['schule'] })).toEqual({
        present: new Map(),
        absent: new Map([
          [left, 'ended'],
          [bounced, 'suppressed'],
          [away, 'paused'],
          [other, 'other-topics'],
        ]),
      });
    });

    it('are checked a hundred at a time and no more', async () => {
      const ids = Array.from({ length: 101 }, (_, index) => idOf(`x${index}@example.org`));
      expect(await present('ruhr', ids.slice(0, 100), ANY)).toEqual(new Map());
      await expect(present('ruhr', ids, ANY)).rejects.toThrow(RangeError);
    });
  });
}
