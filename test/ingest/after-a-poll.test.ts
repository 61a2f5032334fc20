/** What a source's second document says about its first: gaps, corrections, withdrawals, moves, hubs. */
import { describe, expect, it } from 'vitest';
import { NO_RULES, type Source } from '../../lambdas/domain/publication.ts';
import { articlesInMemory, decideEvent, withdrawArticle } from '../../lambdas/ingest/index.ts';
import { type Item, newsroom, numbered, SOURCE } from './newsroom.ts';
import { at } from './samples.ts';

const withSource = (changes: Partial<Source>) => newsroom({ sources: [{ ...SOURCE, ...changes }] });
const dated = (items: Item[], date: string) => items.map((item) => ({ ...item, date }));
const titles = async (room: ReturnType<typeof newsroom>) => (await room.all()).map(({ title }) => title);
const shown = async (room: ReturnType<typeof newsroom>) =>
  (await room.articles.latest('night-desk', { limit: 100 })).map(({ title }) => title).sort();

/** A feed of ten items, and after it one with none of them, as after fifteen new articles. */
async function afterBusyHours(markup = '') {
  const room = newsroom();
  await room.poll(numbered(10));
  room.later(3);
  const news = dated(numbered(10, 16).reverse(), '2026-03-02T10:00:00Z');
  const written = news.map(
    ({ title, guid, link, date }) =>
      `<item><title>${title}</title><guid isPermaLink="false">${guid}</guid><link>${link}</link><pubDate>${date}</pubDate></item>`,
  );
  await room.poll(
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Site</title>${markup}${written.join('')}</channel></rss>`,
  );
  return room;
}

describe('a document that nothing joins to what we have', () => {
  it('says that articles may be missing, where the publisher offers no more', async () => {
    const room = await afterBusyHours();
    const { gap } = (await room.source()).fetchState;
    expect(gap).toMatch(
      /None of the 10 articles was known: .* since 2026-03-02 08:00 UTC, and the source offers no older/,
    );
    expect(room.polls.sent).toEqual([]);
    expect(await room.all()).toHaveLength(20);
  });

  it('is no gap after an empty feed, in a first poll, or with one article that is known', async () => {
    const room = newsroom();
    await room.poll([]);
    await room.poll(numbered(3));
    await room.poll(numbered(4));
    expect((await room.source()).fetchState.gap).toBeUndefined();
  });

  it('has its older parts read until one joins, and nothing from before our time is taken in', async () => {
    const room = await afterBusyHours('<atom:link rel="prev-archive" href="https://example.org/feed?page=2"/>');
    expect((await room.source()).fetchState.gap).toMatch(/older parts of the source are being read/);
    expect(room.polls.sent).toMatchObject([{ purpose: 'earlier', depth: 1, url: 'https://example.org/feed?page=2' }]);
    const older = [...dated(numbered(5, 11).reverse(), '2026-03-02T09:00:00Z'), ...numbered(5, 6).reverse()];
    await room.poll([...older, { title: 'Before our time', link: 'https://example.org/0', guid: 'urn:0' }], {
      purpose: 'earlier',
      depth: 1,
    });
    expect(await titles(room)).toContain('Article 11');
    expect(await titles(room)).not.toContain('Before our time');
    expect(await room.all()).toHaveLength(25);
    expect((await room.source()).fetchState).toMatchObject({
      lastResult: '5 more in an older part; nothing is missing',
    });
    expect((await room.source()).fetchState.gap).toBeUndefined();
    expect((await room.all()).filter(({ isBaseline }) => !isBaseline)).toHaveLength(15);
  });

  it('has no more than five older parts read, and says that it was not enough', async () => {
    const room = await afterBusyHours('<atom:link rel="next" href="https://example.org/feed?page=2"/>');
    for (let depth = 1; depth <= 5; depth += 1) {
      await room.poll(
        `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>S</title><atom:link rel="next" href="https://example.org/feed?page=${depth + 2}"/><item><title>Old ${depth}</title><link>https://example.org/old/${depth}</link></item></channel></rss>`,
        { purpose: 'earlier', depth },
      );
    }
    expect(room.polls.sent.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5]);
    expect((await room.source()).fetchState.gap).toMatch(/do not reach back/);
  });

  it('keeps its gap when an older part cannot be read, and is no failure of the source', async () => {
    const room = await afterBusyHours('<atom:link rel="next" href="https://example.org/feed?page=2"/>');
    await room.report({ kind: 'failed', reason: 'The server has a fault of its own (500)' }, { purpose: 'earlier' });
    const { gap, failures } = (await room.source()).fetchState;
    expect(gap).toMatch(/could not be read: The server has a fault/);
    expect(failures).toBe(0);
  });

  it('is no flood although its articles reached us late: they are dated after the newest we had', async () => {
    const room = newsroom();
    await room.poll(dated(numbered(10), '2026-03-01T10:00:00Z'));
    room.later(3);
    await room.poll(dated(numbered(10, 16).reverse(), '2026-03-02T07:00:00Z'));
    expect((await room.source()).status).toBe('active');
    expect((await room.source()).fetchState.gap).toMatch(/None of the 10 articles was known/);
  });

  it('is forgotten after a week', async () => {
    const room = await afterBusyHours();
    room.later(8 * 24);
    await room.poll(dated(numbered(11, 15).reverse(), '2026-03-02T10:00:00Z'));
    expect((await room.source()).fetchState.gap).toBeUndefined();
  });
});

describe('an article that its publisher changes', () => {
  const before: Item = { title: 'Bridge', guid: 'urn:1', link: 'https://example.org/1', text: 'It opens.' };

  it.each([
    { what: 'title', change: { title: 'Bridge closed' } },
    { what: 'text', change: { text: 'It does not open.' } },
  ])('in its $what is corrected in place, and drafts hear of it', async ({ change }) => {
    const room = newsroom();
    await room.poll([before]);
    room.later(1);
    await room.poll([{ ...before, ...change }]);
    const [article, ...others] = await room.all();
    expect(others).toEqual([]);
    expect(article).toMatchObject({ correctedAt: at('2026-03-02T09:00:00Z'), ingestedAt: at('2026-03-02T08:00:00Z') });
    expect(room.corrections.sent).toEqual([{ publicationId: 'night-desk', corrected: [article?.id] }]);
  });

  it('only in what readers do not see is not called corrected', async () => {
    const room = newsroom();
    await room.poll([before]);
    room.later(1);
    await room.poll([{ ...before, text: 'It   opens.' }]);
    expect((await room.all())[0]?.correctedAt).toBeUndefined();
  });
});

describe('an article that its publisher takes back', () => {
  const without = (number: number) => numbered(5).filter((_, index) => index + 1 !== number);

  it('by name (RFC 6721) is in no feed any more', async () => {
    const room = newsroom();
    await room.poll(numbered(3));
    const [, second] = numbered(3);
    await room.poll(
      `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Site</title><at:deleted-entry ref="${second?.guid}" when="2026-03-02T08:00:00Z"/><entry><title>Article 3</title><id>urn:3</id><link href="https://example.org/3"/></entry></feed>`,
    );
    expect(await shown(room)).toEqual(['Article 1', 'Article 3']);
    expect((await room.source()).fetchState.lastResult).toMatch(/1 taken back/);
    expect(room.corrections.sent.at(-1)?.corrected).toHaveLength(2);
  });

  it('without a word is looked for on its own page, and gone when that is gone', async () => {
    const room = newsroom();
    await room.poll(numbered(5));
    await room.poll(without(2));
    expect(room.polls.sent).toMatchObject([{ purpose: 'presence', url: 'https://example.org/2' }]);
    expect(await shown(room)).toHaveLength(5);
    const { articleId } = room.polls.sent[0] ?? {};
    const gone = { kind: 'failed' as const, reason: 'There is nothing at this address (404)', isAbsent: true };
    await room.report(gone, { purpose: 'presence', articleId });
    expect(await shown(room)).toEqual(['Article 1', 'Article 3', 'Article 4', 'Article 5']);
    expect(room.corrections.sent.at(-1)?.corrected).toEqual([articleId]);
    expect((await room.source()).fetchState.failures).toBe(0);
  });

  it('stays when its page is there, or cannot be asked just now', async () => {
    const room = newsroom();
    await room.poll(numbered(5));
    await room.poll(without(2));
    const { articleId } = room.polls.sent[0] ?? {};
    await room.report({ kind: 'failed', reason: 'overloaded' }, { purpose: 'presence', articleId });
    await room.report({ kind: 'unchanged' }, { purpose: 'presence', articleId });
    expect(await shown(room)).toHaveLength(5);
  });

  it('is not taken for gone when it left the list at its end, or when the list was rebuilt', async () => {
    const room = newsroom();
    await room.poll(numbered(5));
    await room.poll([...numbered(2, 6), ...numbered(3)]);
    await room.poll([...numbered(1, 9), ...numbered(1, 3)]);
    expect(room.polls.sent).toEqual([]);
    expect(await shown(room)).toHaveLength(8);
  });

  it('comes back when it is there again, unless an editor took it back', async () => {
    const room = newsroom();
    await room.poll([{ title: 'No address', guid: 'urn:a' }, ...numbered(2)]);
    await room.poll(numbered(2));
    expect(await shown(room)).toEqual(['Article 1', 'Article 2']);
    await room.poll([{ title: 'No address', guid: 'urn:a' }, ...numbered(2)]);
    expect(await shown(room)).toHaveLength(3);
    const [article] = await room.articles.latest('night-desk', { limit: 1 });
    await withdrawArticle({ publicationId: 'night-desk', articleId: article?.id ?? '' }, room.deps);
    await room.poll([{ title: 'No address', guid: 'urn:a' }, ...numbered(2).map((item) => ({ ...item, text: 'New' }))]);
    expect(await shown(room)).toHaveLength(2);
    expect(await room.articles.latest('night-desk', { limit: 9, withdrawn: true })).toHaveLength(1);
  });

  it('is not taken back for a source by another one', async () => {
    const room = newsroom({ sources: [SOURCE, { ...SOURCE, id: 'other', url: 'https://other.example/feed' }] });
    const shared: Item = { title: 'Shared', link: 'https://example.org/shared' };
    await room.poll([...numbered(1), shared, ...numbered(1, 2)]);
    await room.poll([...numbered(1, 8), { ...shared, link: undefined, guid: 'urn:s' }, ...numbered(1, 9)], {
      sourceId: 'other',
    });
    expect(room.polls.sent).toEqual([]);
  });
});

describe('the rules of a source', () => {
  it('leave articles out, name topics and shorten titles', async () => {
    const rules = {
      ...NO_RULES,
      exclude: { words: ['Stellenanzeige'], categories: [] },
      topics: [{ topic: 'sport', words: ['Stadion'], categories: [] }],
      removePrefixes: ['News:'],
      defaultTopic: 'town',
    };
    const room = withSource({ rules });
    await room.poll([
      { title: 'News: Stadion wird gebaut', link: 'https://example.org/1' },
      { title: 'Stellenanzeige: Hausmeister', link: 'https://example.org/2' },
      { title: 'Sonstiges', link: 'https://example.org/3' },
    ]);
    expect((await room.all()).map(({ title, topics }) => ({ title, topics }))).toEqual([
      { title: 'Stadion wird gebaut', topics: ['sport'] },
      { title: 'Sonstiges', topics: ['town'] },
    ]);
    expect((await room.source()).fetchState.lastResult).toBe('2 taken into the archive, 1 left out by the rules');
  });
});

describe('a source that moves', () => {
  const moved = { kind: 'unchanged' as const, movedTo: 'https://new.example.org/feed' };

  it('is followed for good after a week of the same permanent redirect', async () => {
    const room = newsroom();
    await room.poll(numbered(2), { body: { movedTo: moved.movedTo } });
    room.later(6 * 24);
    await room.report(moved);
    expect((await room.source()).url).toBe(SOURCE.url);
    room.later(2 * 24);
    await room.report(moved);
    expect(await room.source()).toMatchObject({ url: moved.movedTo, fetchState: { failures: 0 } });
    expect((await room.source()).fetchState.movedTo).toBeUndefined();
  });

  it.each([
    { what: 'comes back meanwhile', between: { kind: 'unchanged' as const } },
    { what: 'moves on', between: { ...moved, movedTo: 'https://newer.example.org/feed' } },
  ])('is not, when it $what', async ({ between }) => {
    const room = newsroom();
    await room.report(moved);
    room.later(4 * 24);
    await room.report(between);
    room.later(4 * 24);
    await room.report(moved);
    expect((await room.source()).url).toBe(SOURCE.url);
  });

  it('stays where it is when another source is there already', async () => {
    const room = newsroom({ sources: [SOURCE, { ...SOURCE, id: 'there', url: moved.movedTo }] });
    await room.report(moved);
    room.later(8 * 24);
    await room.report(moved);
    expect((await room.source()).url).toBe(SOURCE.url);
  });
});

describe('a source with a hub', () => {
  const body = { hub: 'https://hub.example/', hubTopic: 'https://example.org/self' };

  it('has it asked once, again when it is to forget us, and at once when it is another one', async () => {
    const room = newsroom();
    await room.poll(numbered(1), { body });
    expect(room.hubs.sent).toEqual([{ publicationId: 'night-desk', sourceId: 'front' }]);
    expect((await room.source()).fetchState).toMatchObject({ hub: body.hub, hubTopic: body.hubTopic });
    const { deps } = room;
    await room.sources.recordPoll('night-desk', 'front', { hubAskedAt: deps.now() });
    await room.poll(numbered(2), { body });
    expect(room.hubs.sent).toHaveLength(1);
    await room.poll(numbered(3), { body: { ...body, hub: 'https://other.example/' } });
    expect(room.hubs.sent).toHaveLength(2);
  });

  it('that tells us of one article says nothing about the others', async () => {
    const room = newsroom();
    await room.poll(numbered(5), { body });
    const { etag, contentHash, lastItemCount } = (await room.source()).fetchState;
    await room.poll(numbered(1, 6), { purpose: 'push' });
    expect(await room.all()).toHaveLength(6);
    const { fetchState } = await room.source();
    expect(fetchState).toMatchObject({ etag, contentHash, lastItemCount, lastPollId: 'poll-1' });
    expect(fetchState.gap).toBeUndefined();
    expect(room.polls.sent).toEqual([]);
  });
});

describe('a source of teasers', () => {
  it('has the pages of its new articles asked for, of an archive only the newest', async () => {
    const room = withSource({ fullText: true });
    await room.poll(numbered(15));
    expect(room.polls.sent).toHaveLength(10);
    expect(room.polls.sent[0]).toMatchObject({ purpose: 'article', url: 'https://example.org/1' });
    await room.poll([...numbered(2, 16), ...numbered(13)]);
    expect(room.polls.sent.slice(10).map(({ url }) => url)).toEqual([
      'https://example.org/16',
      'https://example.org/17',
    ]);
  });
});

describe('the page of an article', () => {
  const [first] = numbered(1);
  const page = `<html lang="en"><head><title>Article 1</title></head><body><article><h1>Article 1</h1>${'<p>The council met on Monday and spoke for many hours about the new bridge over the river, its cost and its colour.</p>'.repeat(8)}</article></body></html>`;

  it('gives it the text that its source does not carry, and is no correction', async () => {
    const room = withSource({ fullText: true });
    await room.poll([first ?? {}]);
    const { articleId } = room.polls.sent[0] ?? {};
    await room.poll(page, { purpose: 'article', articleId, body: { contentType: 'text/html' } });
    const [article] = await room.all();
    expect(article?.html).toContain('its cost and its colour');
    expect(article?.teaser).toBe('Text of article 1');
    expect(article?.correctedAt).toBeUndefined();
    expect(room.feeds.sent).toHaveLength(2);
  });

  it('that is not there, or holds no article, leaves the article as its source gave it', async () => {
    const room = withSource({ fullText: true });
    await room.poll([first ?? {}]);
    const { articleId } = room.polls.sent[0] ?? {};
    const before = await room.all();
    const absent = { kind: 'failed' as const, reason: 'There is nothing at this address (404)', isAbsent: true };
    await room.report(absent, { purpose: 'article', articleId });
    await room.poll('<p></p>', { purpose: 'article', articleId, body: { contentType: 'text/html' } });
    expect(await room.all()).toEqual(before);
    expect(await shown(room)).toHaveLength(1);
  });
});

describe('an article that is sent to us', () => {
  const pushed = (...articles: object[]) => JSON.stringify({ articles });
  const push = { purpose: 'push' as const, body: { contentType: 'application/json' } };
  const room = () => withSource({ kind: 'push', fetchState: { failures: 0, baselineAt: at('2026-01-01T00:00:00Z') } });
  const bridge = { id: '7', title: 'Bridge', url: 'https://example.org/bridge' };

  it('is known again by its client’s id, whatever else changed, and is news from the first one on', async () => {
    const house = room();
    await house.poll(pushed(bridge), push);
    await house.poll(pushed({ id: '7', title: 'Tunnel', url: 'https://example.org/tunnel' }), push);
    const all = await house.all();
    expect(all).toMatchObject([{ title: 'Tunnel', url: 'https://example.org/tunnel', isBaseline: false }]);
    expect(all).toHaveLength(1);
    expect((await house.source()).fetchState.lastPollId).toBe('poll-2');
  });

  it('is taken back by that id, and the result says so', async () => {
    const house = room();
    await house.poll(pushed(bridge), push);
    await house.poll(pushed({ id: '7', withdrawn: true }), push);
    expect(await shown(house)).toEqual([]);
    expect((await house.source()).fetchState.lastResult).toBe('1 taken back');
  });

  it('is the same as one that another source already gave us by its address', async () => {
    const house = newsroom({
      sources: [
        SOURCE,
        { ...SOURCE, id: 'site', kind: 'push', fetchState: { failures: 0, baselineAt: at('2026-01-01T00:00:00Z') } },
      ],
    });
    await house.poll([{ title: 'Bridge', link: bridge.url }]);
    await house.poll(pushed(bridge), { ...push, sourceId: 'site' });
    expect(await house.all()).toHaveLength(1);
  });
});

describe('an event that a text suggests', () => {
  const event = { startsAt: at('2026-04-01T16:00:00Z'), allDay: false, place: 'Hall', online: false };
  const suggested = async () => {
    const room = newsroom({ articles: articlesInMemory() });
    await room.poll([{ title: 'Forum', guid: 'urn:1', link: 'https://example.org/1', text: 'One' }]);
    const [{ id: articleId } = { id: '' }] = await room.all();
    await room.articles.amend('night-desk', articleId, () => ({ eventSuggestion: event }));
    return { room, ids: { publicationId: 'night-desk', articleId } };
  };
  const revised = (room: ReturnType<typeof newsroom>) =>
    room.poll([{ title: 'Forum', guid: 'urn:1', link: 'https://example.org/1', text: 'Two' }]);

  it('is one once an editor has confirmed it, and stays one when the article changes', async () => {
    const { room, ids } = await suggested();
    await decideEvent({ ...ids, isEvent: true }, room.deps);
    await revised(room);
    const [article] = await room.all();
    expect(article).toMatchObject({ event });
    expect(article).not.toHaveProperty('eventSuggestion');
    expect(await room.articles.upcomingEvents('night-desk', room.deps.now())).toHaveLength(1);
  });

  it('is none once an editor has declined it', async () => {
    const { room, ids } = await suggested();
    await decideEvent({ ...ids, isEvent: false }, room.deps);
    await revised(room);
    expect((await room.all())[0]).not.toHaveProperty('eventSuggestion');
  });

  it('is what the editor makes of it', async () => {
    const { room, ids } = await suggested();
    await decideEvent({ ...ids, isEvent: true, event: { ...event, place: 'Mercatorhalle' } }, room.deps);
    expect((await room.all())[0]?.event?.place).toBe('Mercatorhalle');
  });

  it('needs a beginning, and an article', async () => {
    const { room, ids } = await suggested();
    await decideEvent({ ...ids, isEvent: false }, room.deps);
    await expect(decideEvent({ ...ids, isEvent: true }, room.deps)).rejects.toMatchObject({ fault: 'invalid' });
    const nobody = { ...ids, articleId: 'nobody' };
    await expect(decideEvent({ ...nobody, isEvent: true }, room.deps)).rejects.toMatchObject({ fault: 'not-found' });
  });
});
