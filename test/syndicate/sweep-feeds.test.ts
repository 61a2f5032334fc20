import { beforeEach, describe, expect, it } from 'vitest';
import { placeOfRebuild } from '../../lambdas/ingest/ask-for-feeds.ts';
import { articlesInMemory, type FeedsMessage } from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { publicationsInMemory } from '../../lambdas/publications/index.ts';
import { readState, stateKey, writeState } from '../../lambdas/syndicate/feed-state.ts';
import { sweepFeeds } from '../../lambdas/syndicate/sweep-feeds.ts';
import { aPublication } from './samples.ts';

const AT = new Date('2026-09-03T08:00:00Z');

describe('the sweep', () => {
  const make = () => ({
    publications: publicationsInMemory(aPublication(), aPublication({ id: 'courier' })),
    articles: articlesInMemory(),
    site: objectsInMemory(),
    feeds: outboxInMemory<FeedsMessage>(),
  });
  let deps: ReturnType<typeof make>;
  beforeEach(() => {
    deps = make();
  });
  const built = async (publicationId: string, at: Date) => {
    const before = await readState(publicationId, deps.site);
    await writeState(publicationId, { before, after: { ...before, seen: at.toISOString() } }, deps.site);
  };

  it('asks for feeds that have not seen the last change, and for no others', async () => {
    for (const id of ['ruhr', 'courier']) await deps.articles.noteChange(id, AT);
    await built('courier', AT);
    expect(await sweepFeeds(deps)).toEqual(['ruhr']);
    expect(deps.feeds.sent).toEqual([{ publicationId: 'ruhr' }]);
    await built('ruhr', new Date(AT.getTime() - 1));
    expect(await sweepFeeds(deps)).toEqual(['ruhr']);
    await built('ruhr', AT);
    expect(await sweepFeeds(deps)).toEqual([]);
  });

  it('leaves alone a publication in which nothing ever happened', async () => {
    expect(await sweepFeeds(deps)).toEqual([]);
  });

  it('has everything written again when what the last rebuild left cannot be read', async () => {
    await deps.articles.noteChange('ruhr', AT);
    await deps.site.put(stateKey('ruhr'), '{"keys": 7', { contentType: 'application/json' });
    expect(await sweepFeeds(deps)).toEqual(['ruhr']);
    expect((await readState('ruhr', deps.site)).keys).toEqual({});
  });
});

describe('rebuilds', () => {
  const place = (iso: string, message: FeedsMessage = { publicationId: 'ruhr' }) =>
    placeOfRebuild(message, new Date(iso));

  it('of one window are one, of another window another', () => {
    const first = place('2026-09-03T08:00:00.000Z');
    expect(place('2026-09-03T08:00:03.999Z')).toEqual(first);
    expect(place('2026-09-03T08:00:04.000Z')).toEqual({ ...first, id: expect.not.stringMatching(first.id) });
  });

  it('of one publication come one after another, of two beside each other', () => {
    expect(place('2026-09-03T08:00:00Z').group).toBe(place('2026-09-03T09:00:00Z').group);
    expect(place('2026-09-03T08:00:00Z', { publicationId: 'courier' }).group).toBe('courier');
  });

  it('that write afresh are not lost among others of their window', () => {
    const afresh = place('2026-09-03T08:00:00Z', { publicationId: 'ruhr', afresh: true });
    expect(afresh.id).not.toBe(place('2026-09-03T08:00:00Z').id);
  });
});
