import { beforeEach, describe, expect, it } from 'vitest';
import type { ArticleKeeper, Articles } from '../../../lambdas/ingest/index.ts';
import { anArticle, at, withoutRevision } from '../samples.ts';

const PUBLICATION = 'night-desk';

export function articlesContract(name: string, make: () => Promise<Articles & ArticleKeeper>): void {
  describe(`articles ${name}`, () => {
    let articles: Articles & ArticleKeeper;
    beforeEach(async () => {
      articles = await make();
    });
    const ids = (found: { id: string }[]) => found.map(({ id }) => id);

    it('come back as they were stored, to their publication alone', async () => {
      const article = anArticle({
        image: { url: 'https://example.org/1.jpg', alt: 'A bridge' },
        enclosures: [{ url: 'https://example.org/1.mp3', type: 'audio/mpeg', length: 7 }],
        event: {
          startsAt: at('2026-04-01T18:00:00Z'),
          endsAt: at('2026-04-01T20:00:00Z'),
          allDay: false,
          place: 'Hall',
          online: false,
        },
      });
      expect(await articles.add(article)).toBe(true);
      expect(await articles.find(PUBLICATION, article.id)).toEqual(withoutRevision(article));
      expect(await articles.find('other', article.id)).toBeUndefined();
    });

    it('are stored once: a second time changes nothing', async () => {
      const article = anArticle();
      await articles.add(article);
      expect(await articles.add({ ...article, title: 'Another title' })).toBe(false);
      expect((await articles.find(PUBLICATION, article.id))?.title).toBe('A bridge opens');
    });

    it.each([50 * 1024, 50 * 1024 + 1, 700_000])('keep their HTML of %i bytes', async (bytes) => {
      const html = 'ü'.repeat(Math.floor(bytes / 2)) + 'x'.repeat(bytes % 2);
      const article = anArticle({ html });
      await articles.add(article);
      expect((await articles.find(PUBLICATION, article.id))?.html).toBe(html);
      expect((await articles.latest(PUBLICATION, { limit: 1 }))[0]?.html).toBe(html);
      const window = { until: at('2026-03-03T00:00:00Z'), limit: 5 };
      expect((await articles.ingestedBetween(PUBLICATION, { ...window, withHtml: true }))[0]?.html).toBe(html);
      expect((await articles.ingestedBetween(PUBLICATION, window))[0]?.html).toBe('');
      expect((await articles.findAll(PUBLICATION, [article.id])).get(article.id)?.html).toBe('');
    });

    it('are listed by time of ingest: after the watermark, up to and including the end, however old they say they are', async () => {
      const times = ['08:00:00.000', '08:00:00.001', '09:00:00.000', '09:00:00.001'];
      const added = times.map((time) =>
        anArticle({ ingestedAt: at(`2026-03-02T${time}Z`), publishedAt: at('2020-01-01T00:00:00Z') }),
      );
      for (const article of added) await articles.add(article);
      const found = await articles.ingestedBetween(PUBLICATION, {
        after: at('2026-03-02T08:00:00Z'),
        until: at('2026-03-02T09:00:00Z'),
        limit: 10,
      });
      expect(ids(found)).toEqual(ids(added).slice(1, 3));
      expect(
        ids(await articles.ingestedBetween(PUBLICATION, { until: at('2026-03-03T00:00:00Z'), limit: 2 })),
      ).toHaveLength(2);
      expect(await articles.ingestedBetween(PUBLICATION, { until: at('2026-03-03T00:00:00Z'), limit: 0 })).toEqual([]);
    });

    it('are listed newest first, all or of one topic', async () => {
      const added = ['2026-03-01', '2026-03-03', '2026-03-02'].map((day, index) =>
        anArticle({ publishedAt: at(`${day}T00:00:00Z`), topics: index === 1 ? [] : ['town', 'sport'] }),
      );
      for (const article of added) await articles.add(article);
      const [first, second, third] = ids(added);
      expect(ids(await articles.latest(PUBLICATION, { limit: 10 }))).toEqual([second, third, first]);
      expect(ids(await articles.latest(PUBLICATION, { limit: 2 }))).toEqual([second, third]);
      expect(ids(await articles.latest(PUBLICATION, { limit: 10, topic: 'sport' }))).toEqual([third, first]);
      expect(ids(await articles.latest(PUBLICATION, { limit: 1, topic: 'town' }))).toEqual([third]);
      expect(await articles.latest(PUBLICATION, { limit: 10, topic: 'spor' })).toEqual([]);
    });

    it('are found by topics that they got later', async () => {
      const article = anArticle({ topics: [] });
      await articles.add(article);
      await articles.addTopics(article, ['sport']);
      expect(ids(await articles.latest(PUBLICATION, { limit: 10, topic: 'sport' }))).toEqual([article.id]);
    });

    it('are found by a topic where they now are, once, and not what was taken back', async () => {
      const [moved, gone, here] = ['2026-03-01', '2026-03-02', '2026-03-03'].map((day) =>
        anArticle({ publishedAt: at(`${day}T00:00:00Z`), topics: ['town'] }),
      );
      if (!moved || !gone || !here) throw new Error('three articles');
      for (const article of [moved, gone, here]) await articles.add(article);
      await articles.replace({ ...moved, publishedAt: at('2026-03-04T00:00:00Z') });
      await articles.amend(PUBLICATION, gone.id, () => ({ withdrawnAt: at('2026-03-05T00:00:00Z') }));
      expect(ids(await articles.latest(PUBLICATION, { limit: 9, topic: 'town' }))).toEqual([moved.id, here.id]);
      expect(ids(await articles.latest(PUBLICATION, { limit: 1, topic: 'town' }))).toEqual([moved.id]);
      expect(ids(await articles.latest(PUBLICATION, { limit: 9, topic: 'town', withdrawn: true }))).toEqual([gone.id]);
      await articles.replace({ ...here, topics: [] });
      expect(ids(await articles.latest(PUBLICATION, { limit: 1, topic: 'town' }))).toEqual([moved.id]);
    });

    it('are walked in the order of ingest, from article to article, with those taken back', async () => {
      const added = [0, 0, 1].map((hour) =>
        anArticle({ ingestedAt: at(`2026-03-02T0${hour}:00:00Z`), html: '<p>x</p>' }),
      );
      for (const article of added) await articles.add(article);
      const order = ids(added).sort();
      await articles.amend(PUBLICATION, order[1] ?? '', () => ({ withdrawnAt: at('2026-03-03T00:00:00Z') }));
      const first = await articles.ingestedAfter(PUBLICATION, { limit: 2 });
      expect(ids(first)).toEqual(order.slice(0, 2));
      expect(first[0]?.html).toBe('<p>x</p>');
      expect(ids(await articles.ingestedAfter(PUBLICATION, { articleId: order[0], limit: 9 }))).toEqual(order.slice(1));
      expect(await articles.ingestedAfter(PUBLICATION, { articleId: order[2], limit: 9 })).toEqual([]);
    });

    it('list the events that are not over, the next one first, where they now are', async () => {
      const event = (startsAt: string, endsAt?: string) => ({
        event: { startsAt: at(startsAt), ...(endsAt ? { endsAt: at(endsAt) } : {}), allDay: false, online: false },
      });
      const over = anArticle(event('2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z'));
      const running = anArticle(event('2026-03-01T10:00:00Z', '2026-03-09T11:00:00Z'));
      const today = anArticle(event('2026-03-02T06:00:00Z'));
      const moved = anArticle(event('2026-04-01T10:00:00Z'));
      for (const article of [over, running, today, moved, anArticle()]) await articles.add(article);
      await articles.replace({ ...moved, ...event('2026-03-05T10:00:00Z') });
      expect(ids(await articles.upcomingEvents(PUBLICATION, at('2026-03-02T10:00:00Z')))).toEqual(
        ids([running, today, moved]),
      );
      await articles.replace({ ...moved, event: undefined });
      expect(ids(await articles.upcomingEvents(PUBLICATION, at('2026-03-02T10:00:00Z')))).toEqual(
        ids([running, today]),
      );
    });

    it('that were taken back are listed apart, and their events nowhere', async () => {
      const event = { startsAt: at('2026-03-05T10:00:00Z'), allDay: false, online: false };
      const [gone, here] = [anArticle({ event }), anArticle({ event })];
      for (const article of [gone, here]) await articles.add(article);
      await articles.amend(PUBLICATION, gone.id, () => ({ withdrawnAt: at('2026-03-03T00:00:00Z') }));
      expect(ids(await articles.latest(PUBLICATION, { limit: 9 }))).toEqual([here.id]);
      expect(ids(await articles.latest(PUBLICATION, { limit: 9, withdrawn: true }))).toEqual([gone.id]);
      expect(ids(await articles.upcomingEvents(PUBLICATION, at('2026-03-02T10:00:00Z')))).toEqual([here.id]);
      await articles.amend(PUBLICATION, gone.id, () => ({ withdrawnAt: undefined }));
      expect(ids(await articles.latest(PUBLICATION, { limit: 9 }))).toHaveLength(2);
    });

    it('are amended field by field, from what they are now', async () => {
      const event = { startsAt: at('2026-03-05T10:00:00Z'), allDay: true, online: false };
      const article = anArticle({ eventSuggestion: event, html: '<p>Short</p>' });
      await articles.add(article);
      const html = `<p>${'long '.repeat(20_000)}</p>`;
      await articles.amend(PUBLICATION, article.id, () => ({ html }));
      const after = await articles.amend(PUBLICATION, article.id, (now) => {
        expect(now).toEqual({ ...article, html });
        return { event: now.eventSuggestion, eventSuggestion: undefined, eventDecision: 'confirmed' };
      });
      const { eventSuggestion: _, ...rest } = article;
      expect(after).toEqual({ ...rest, html, event, eventDecision: 'confirmed' });
      expect(await articles.find(PUBLICATION, article.id)).toEqual(withoutRevision({ ...rest, html, event }));
      expect(await articles.amend(PUBLICATION, article.id, () => undefined)).toEqual(after);
      expect(await articles.amend(PUBLICATION, 'nobody', () => ({ html }))).toBeUndefined();
    });

    it('lose nothing when several are amending at once, or when they are replaced meanwhile', async () => {
      const article = anArticle();
      await articles.add(article);
      await Promise.all([
        articles.amend(PUBLICATION, article.id, () => ({ teaser: 'New' })),
        articles.amend(PUBLICATION, article.id, () => ({ authors: ['Grace'] })),
      ]);
      expect(await articles.find(PUBLICATION, article.id)).toMatchObject({ teaser: 'New', authors: ['Grace'] });
      await articles.replace({ ...article, title: 'Replaced' });
      await articles.amend(PUBLICATION, article.id, () => ({ authors: ['Ada', 'Grace'] }));
      expect(await articles.find(PUBLICATION, article.id)).toMatchObject({
        title: 'Replaced',
        authors: ['Ada', 'Grace'],
      });
    });

    it('that a source showed last are remembered in their order, each source for itself', async () => {
      expect(await articles.lastSeen(PUBLICATION, 'front')).toBeUndefined();
      await articles.recordSeen(PUBLICATION, 'front', { articleIds: ['b', 'a'] });
      await articles.recordSeen(PUBLICATION, 'other', { articleIds: [] });
      expect(await articles.lastSeen(PUBLICATION, 'front')).toEqual({ articleIds: ['b', 'a'] });
    });

    it('say when the last change was noted, each publication for itself', async () => {
      expect(await articles.changedAt(PUBLICATION)).toBeUndefined();
      await articles.noteChange(PUBLICATION, at('2026-03-02T08:00:00.001Z'));
      await articles.noteChange('other', at('2026-03-03T08:00:00Z'));
      await articles.noteChange(PUBLICATION, at('2026-03-02T08:00:00Z'));
      expect(await articles.changedAt(PUBLICATION)).toEqual(at('2026-03-02T08:00:00Z'));
    });

    it('are many, and none is lost between the pages', async () => {
      const added = Array.from({ length: 250 }, (_, index) =>
        anArticle({ ingestedAt: at(new Date(Date.UTC(2026, 2, 2, 0, 0, index)).toISOString()) }),
      );
      await Promise.all(added.map((article) => articles.add(article)));
      const found = await articles.ingestedBetween(PUBLICATION, { until: at('2026-03-03T00:00:00Z'), limit: 1000 });
      expect(ids(found)).toEqual(ids(added));
      expect(ids(await articles.latest(PUBLICATION, { limit: 230 }))).toEqual(ids(added).reverse().slice(0, 230));
      expect((await articles.findAll(PUBLICATION, [...ids(added), 'absent'])).size).toBe(250);
    });

    it('own their identity keys: the first claim counts, and an owner that was never stored gives way', async () => {
      expect(await articles.claim(PUBLICATION, 'key', 'first')).toBe('first');
      expect(await articles.claim(PUBLICATION, 'key', 'second')).toBe('first');
      expect(await articles.claim(PUBLICATION, 'key', 'first')).toBe('first');
      expect(await articles.claim('other', 'key', 'second')).toBe('second');
      expect(await articles.claim(PUBLICATION, 'key', 'third', 'first')).toBe('third');
      expect(await articles.claim(PUBLICATION, 'key', 'fourth', 'first')).toBe('third');
      expect(await articles.owners(PUBLICATION, ['key', 'nobody', 'key'])).toEqual(new Map([['key', 'third']]));
    });

    it('of two claims at once one wins, and both know which', async () => {
      const winners = await Promise.all(['one', 'two', 'three'].map((id) => articles.claim(PUBLICATION, 'key', id)));
      expect(new Set(winners).size).toBe(1);
    });
  });
}
