import { NO_RULES, type Publication, type Source } from '../../lambdas/domain/publication.ts';
import {
  type ArticleKeeper,
  type Articles,
  articlesInMemory,
  type DocumentMessage,
  type FeedsMessage,
  type HubMessage,
} from '../../lambdas/ingest/index.ts';
import { type ReadDeps, readDocument } from '../../lambdas/ingest/read-document.ts';
import { contentHash, objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import {
  type CorrectionMessage,
  hostPausesInMemory,
  type PollMessage,
  publicationsInMemory,
  sourcesInMemory,
} from '../../lambdas/publications/index.ts';
import { at, predictable } from './samples.ts';

const PUBLICATION: Publication = {
  id: 'night-desk',
  title: 'Night Desk',
  description: '',
  language: 'en',
  timeZone: 'Europe/Berlin',
  siteUrl: 'https://example.org/',
  sender: { name: 'Night Desk', address: 'news@mail.example.org' },
  imprint: ['1 Example Street'],
  look: { accent: '#1d5d8c' },
  topics: [
    { id: 'town', title: 'Town', words: ['council', 'Bürger'] },
    { id: 'sport', title: 'Sport', words: ['football'] },
  ],
};

export const SOURCE: Source = {
  id: 'front',
  publicationId: 'night-desk',
  kind: 'feed',
  rules: NO_RULES,
  fullText: false,
  url: 'https://example.org/feed',
  title: 'Front page',
  topics: [],
  status: 'active',
  intervalMinutes: 60,
  fetchState: { failures: 0 },
};

export interface Item {
  title?: string;
  guid?: string;
  link?: string;
  date?: string;
  text?: string;
}

export const numbered = (count: number, from = 1): Item[] =>
  Array.from({ length: count }, (_, index) => ({
    title: `Article ${index + from}`,
    guid: `urn:${index + from}`,
    link: `https://example.org/${index + from}`,
    date: `2026-02-${String(((index + from) % 27) + 1).padStart(2, '0')}T10:00:00Z`,
    text: `Text of article ${index + from}`,
  }));

function feedOf(items: Item[]): string {
  const written = items.map(
    ({ title = '', guid, link, date, text = '' }) =>
      `<item><title>${title}</title>${guid ? `<guid isPermaLink="false">${guid}</guid>` : ''}${link ? `<link>${link.replaceAll('&', '&amp;')}</link>` : ''}${date ? `<pubDate>${date}</pubDate>` : ''}<description>${text}</description></item>`,
  );
  return `<rss version="2.0"><channel><title>Site</title><link>https://example.org/</link>${written.join('')}</channel></rss>`;
}

type Bringing = Partial<Pick<DocumentMessage, 'sourceId' | 'purpose' | 'articleId' | 'depth'>> & {
  body?: Partial<Extract<DocumentMessage['result'], { kind: 'body' }>>;
};

/** A newsroom with one source, or more, at some moment. */
export function newsroom({
  articles = articlesInMemory(),
  sources = [SOURCE],
}: {
  articles?: Articles & ArticleKeeper;
  sources?: Source[];
} = {}) {
  const intake = objectsInMemory();
  const feeds = outboxInMemory<FeedsMessage>();
  const polls = outboxInMemory<PollMessage>();
  const hubs = outboxInMemory<HubMessage>();
  const corrections = outboxInMemory<CorrectionMessage>();
  const store = sourcesInMemory(...sources);
  const hostPauses = hostPausesInMemory();
  let now = at('2026-03-02T08:00:00Z');
  let count = 0;
  const deps: ReadDeps = {
    publications: publicationsInMemory(PUBLICATION),
    sources: store,
    hostPauses,
    articles,
    intake,
    feeds,
    polls,
    hubs,
    corrections,
    now: () => now,
    random: predictable(),
  };
  const bring = async (
    items: Item[] | string,
    { sourceId = 'front', body = {}, ...changes }: Bringing = {},
  ): Promise<DocumentMessage> => {
    count += 1;
    const text = typeof items === 'string' ? items : feedOf(items);
    const key = `raw/night-desk/${sourceId}/${count}`;
    await intake.put(key, text, { contentType: 'application/octet-stream' });
    const result = {
      kind: 'body' as const,
      key,
      contentHash: contentHash(text),
      finalUrl: SOURCE.url,
      etag: `"${count}"`,
      ...body,
    };
    const ids = { pollId: `poll-${count}`, publicationId: 'night-desk', sourceId };
    return { ...ids, purpose: 'source' as const, ...changes, result };
  };
  return {
    articles,
    feeds,
    polls,
    hubs,
    corrections,
    deps,
    hostPauses,
    bring,
    sources: store,
    later: (hours: number) => {
      now = new Date(now.getTime() + hours * 3_600_000);
    },
    poll: async (items: Item[] | string, options?: Bringing) =>
      readDocument(await bring(items, options), { receives: 1 }, deps),
    report: (result: DocumentMessage['result'], changes: Partial<DocumentMessage> = {}) =>
      readDocument(
        {
          ...{ pollId: `poll-${++count}`, publicationId: 'night-desk', sourceId: 'front', purpose: 'source' },
          ...changes,
          result,
        },
        { receives: 1 },
        deps,
      ),
    all: () =>
      articles.ingestedBetween('night-desk', { until: at('2027-01-01T00:00:00Z'), limit: 5000, withHtml: true }),
    source: async (id = 'front') => {
      const found = await store.find('night-desk', id);
      if (!found) throw new Error(`no source ${id}`);
      return found;
    },
  };
}
