import { describe, expect, it } from 'vitest';
import { articlesInMemory, askForFeeds } from '../../lambdas/ingest/index.ts';
import { at } from './samples.ts';

describe('asking for feeds', () => {
  it('notes the change first: when the message is lost, the sweep finds that the feeds are behind', async () => {
    const articles = articlesInMemory();
    const send = async () => {
      throw new Error('the queue is away');
    };
    const now = at('2026-03-02T08:00:00Z');
    const asking = askForFeeds({ publicationId: 'night-desk' }, { articles, feeds: { send, sendAll: send }, now });
    await expect(asking).rejects.toThrow('the queue is away');
    expect(await articles.changedAt('night-desk')).toEqual(now);
  });
});
