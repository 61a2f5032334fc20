import { describe, expect, it } from 'vitest';
import { type Item, newsroom, SOURCE } from '../newsroom.ts';
import { at } from '../samples.ts';

describe('the same article', () => {
  const before: Item = {
    title: 'A bridge',
    guid: 'urn:bridge',
    link: 'http://example.org/bridge',
    date: '2026-02-20T10:00:00Z',
    text: 'It opens.',
  };
  it.each<{ when: string; now: Item }>([
    { when: 'nothing changed', now: before },
    { when: 'it moved to https', now: { ...before, link: 'https://example.org/bridge' } },
    { when: 'its guid changed', now: { ...before, guid: 'urn:other' } },
    { when: 'its guid is gone', now: { ...before, guid: undefined } },
    {
      when: 'it got tracking parameters',
      now: { ...before, link: 'http://example.org/bridge?utm_source=feed&fbclid=x' },
    },
    { when: 'it got a fragment', now: { ...before, link: 'http://example.org/bridge#more' } },
    { when: 'its address was renamed', now: { ...before, link: 'http://example.org/the-bridge' } },
    {
      when: 'the whole site has another name',
      now: { ...before, guid: 'https://new.example/1', link: 'https://new.example/bridge' },
    },
    { when: 'its title was corrected', now: { ...before, title: 'A new bridge' } },
    { when: 'its date changed', now: { ...before, date: '2026-02-21T10:00:00Z' } },
  ])('is known again when $when', async ({ now }) => {
    const room = newsroom();
    await room.poll([before]);
    const [old] = await room.all();
    await room.poll([now]);
    await room.poll([now]);
    const all = await room.all();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ id: old?.id, title: now.title, isBaseline: true, ingestedAt: old?.ingestedAt });
  });

  it.each<{ when: string; now: Item }>([
    {
      when: 'its guid is used for another address and title',
      now: { ...before, title: 'A tunnel', link: 'http://example.org/tunnel' },
    },
    {
      when: 'its title is used again, at another address and date',
      now: { ...before, guid: 'urn:2', link: 'http://example.org/2', date: '2026-02-27T10:00:00Z' },
    },
    {
      when: 'its address differs in a parameter we do not know',
      now: { ...before, title: 'B', guid: 'urn:2', link: 'http://example.org/bridge?p=2' },
    },
  ])('is not seen where $when', async ({ now }) => {
    const room = newsroom();
    await room.poll([before]);
    room.later(1);
    await room.poll([now]);
    await room.poll([now]);
    expect((await room.all()).map(({ isBaseline }) => isBaseline)).toEqual([true, false]);
  });

  it('is not made of items that all link to the front page, or all have one guid', async () => {
    const room = newsroom();
    const items = [
      { title: 'One', guid: 'same', link: 'https://example.org/', text: 'a', date: '2026-02-01T00:00:00Z' },
      { title: 'Two', guid: 'same', link: 'https://example.org/', text: 'b', date: '2026-02-02T00:00:00Z' },
      { title: 'Three', guid: 'same', link: 'https://example.org/', text: 'c' },
    ];
    await room.poll(items);
    await room.poll([...items, { title: 'Four', guid: 'same', link: 'https://example.org/', text: 'd' }]);
    expect((await room.all()).map(({ title }) => title).sort()).toEqual(['Four', 'One', 'Three', 'Two']);
  });

  it('in two sources is one article: the first says what it is, the second adds its topics', async () => {
    const sources = [SOURCE, { ...SOURCE, id: 'sport', url: 'https://example.org/sport/feed', topics: ['sport'] }];
    const room = newsroom({ sources });
    await room.poll([before]);
    await room.poll([{ ...before, guid: 'other', title: 'Sport: A bridge' }], { sourceId: 'sport' });
    await room.poll([before]);
    expect((await room.all()).map(({ title, topics }) => ({ title, topics }))).toEqual([
      { title: 'A bridge', topics: ['sport'] },
    ]);
  });

  it('is updated in place, and only then are feeds built again', async () => {
    const room = newsroom();
    await room.poll([before]);
    room.later(1);
    await room.poll([before]);
    expect(room.feeds.sent).toHaveLength(1);
    room.later(1);
    await room.poll([{ ...before, text: 'It opens tomorrow.' }]);
    expect(room.feeds.sent).toHaveLength(2);
    expect((await room.all())[0]).toMatchObject({
      teaser: 'It opens tomorrow.',
      publishedAt: at('2026-02-20T10:00:00Z'),
      updatedAt: at('2026-03-02T10:00:00Z'),
      ingestedAt: at('2026-03-02T08:00:00Z'),
    });
    expect((await room.source()).fetchState.lastResult).toBe('0 new, 1 changed, 0 known');
  });
});
