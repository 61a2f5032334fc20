import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exploreAddress } from '../../lambdas/ingest/explore-address.ts';
import { fetchDocument } from '../../lambdas/ingest/fetching/fetch-document.ts';
import { robotsOf } from '../../lambdas/ingest/fetching/robots.ts';
import { type ExplorationMessage, exploration, explorationKey } from '../../lambdas/ingest/messages.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { samples, truth } from './pages/articles.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

type Answer = string | { body?: string; type?: string; status?: number; headers?: Record<string, string> };
interface Website {
  url: string;
  asked: string[];
  /** The most requests that were under way at once. */
  atOnce: () => number;
}

/** A website of these pages; everything else is not there. */
async function website(
  pages: Record<string, Answer> | ((request: IncomingMessage, response: ServerResponse) => void),
): Promise<Website> {
  const asked: string[] = [];
  let [now, most] = [0, 0];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    now += 1;
    most = Math.max(most, now);
    response.on('close', () => {
      now -= 1;
    });
    if (typeof pages === 'function') return pages(request, response);
    const found = pages[request.url ?? ''];
    const {
      body = '',
      type = 'text/html',
      status = 200,
      headers = {},
    } = typeof found === 'string' ? { body: found } : (found ?? { status: 404 });
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, atOnce: () => most };
}

const settings = { allowedPrivateNetworks: 'loopback' as const, contactUrl: 'https://rundbrief.example/bot' };
const now = () => new Date('2026-03-02T08:00:00Z');

async function explore(
  url: string,
  wish: Partial<ExplorationMessage> = {},
  { private: allowed = 'loopback' as 'loopback' | 'none' } = {},
) {
  const store = objectsInMemory();
  const fetcher = fetchDocument({ ...settings, allowedPrivateNetworks: allowed });
  const robots = robotsOf({ fetchDocument: fetcher, userAgentName: 'Rundbrief' });
  const message = { explorationId: 'x1', publicationId: 'ruhr', url, timeZone: 'Europe/Berlin', ...wish };
  await exploreAddress(message, { fetchDocument: fetcher, robots, store, now });
  const [key] = [...store.stored.keys()];
  expect(key).toBe(explorationKey('ruhr', 'x1'));
  return exploration.parse(JSON.parse(Buffer.from((await store.get(key ?? ''))?.body ?? '').toString('utf8')));
}

const seed = readFileSync(join(import.meta.dirname, '../fixtures/pages/education-network.html'), 'utf8');
const rss = (title: string, ...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>${items.map((item) => `<item><title>${item}</title><link>/${item}/</link><pubDate>Mon, 02 Mar 2026 07:30:00 GMT</pubDate><description>Über ${item}.</description></item>`).join('')}</channel></rss>`;
const feed = (title: string, ...items: string[]) => ({ body: rss(title, ...items), type: 'application/rss+xml' });
const page = (head: string, body = '<p>Willkommen.</p>') =>
  `<!doctype html><html><head><title>Bildungsregion</title>${head}</head><body>${body}</body></html>`;
const posts = (...titles: string[]) => ({
  type: 'application/json',
  body: JSON.stringify(
    titles.map((title, id) => ({
      id,
      link: `/?p=${id}`,
      title: { rendered: title },
      excerpt: { rendered: `<p>Über ${title}</p>` },
    })),
  ),
});

describe('what an address offers', () => {
  it('is the list of articles on a page without a feed', async () => {
    const site = await website({ '/aktuelles/': seed });
    const found = await explore(`${site.url}/aktuelles/`);
    expect(found).toMatchObject({
      candidates: [{ kind: 'page', url: `${site.url}/aktuelles/`, title: 'Bildungsregion Ruhr – Aktuelles' }],
      chosen: { kind: 'page', url: `${site.url}/aktuelles/` },
      problem: null,
    });
    expect(found.items.map(({ title, url, teaser }) => ({ title, url, teaser }))).toEqual(truth(samples(), site.url));
  });

  it('is the address itself when that is a feed, and its first ten articles are shown', async () => {
    const titles = Array.from({ length: 12 }, (_, index) => `Artikel ${index}`);
    const site = await website({ '/news.rss': feed('Neues', ...titles) });
    const found = await explore(`${site.url}/news.rss`);
    expect(found.candidates).toEqual([{ kind: 'feed', url: `${site.url}/news.rss`, title: 'Neues' }]);
    expect(found.items).toHaveLength(10);
    expect(found.items[0]).toMatchObject({
      title: 'Artikel 0',
      teaser: 'Über Artikel 0.',
      publishedAt: '2026-03-02T07:30:00.000Z',
      image: null,
    });
  });

  it('is every feed that the page names, those of this part first and those of comments last', async () => {
    const alternate = (href: string, title: string) =>
      `<link rel="alternate" type="application/rss+xml" title="${title}" href="${href}">`;
    const site = await website({
      '/presse/': page(
        `${alternate('/feed/', 'Alles')}${alternate('/comments/feed/', 'Kommentar-Feed')}${alternate('/presse/feed/', 'Presse')}
         <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7"><link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">`,
      ),
      '/feed/': feed('Bildungsregion', 'Eins', 'Zwei'),
      '/presse/feed/': feed('Bildungsregion Presse', 'Drei'),
      '/comments/feed/': feed('Kommentare', 'Vier'),
    });
    const found = await explore(`${site.url}/presse/`);
    expect(found.candidates.map(({ url, title }) => [url.replace(site.url, ''), title])).toEqual([
      ['/presse/feed/', 'Presse'],
      ['/feed/', 'Alles'],
      ['/comments/feed/', 'Kommentar-Feed'],
    ]);
    expect(found.items.map(({ title }) => title)).toEqual(['Drei']);
    expect(site.asked).not.toContain('/rss.xml');
  });

  it('is not a feed that is named but not there', async () => {
    const site = await website({
      '/': page('<link rel="alternate" type="application/atom+xml" href="/gone.atom">', seed),
    });
    expect((await explore(`${site.url}/`)).candidates.map(({ kind }) => kind)).toEqual(['page']);
  });

  it('is a feed or a WordPress that only the Link header names', async () => {
    const site = await website({
      '/': {
        body: page(''),
        headers: {
          link: '</wp-json/>; rel="https://api.w.org/", </atom>; rel="alternate"; type="application/atom+xml"; title="Atom, bitte"',
        },
      },
      '/atom': feed('Neues', 'Eins'),
      '/wp-json/wp/v2/posts?_embed=1': posts('Zwei', 'Drei'),
    });
    const found = await explore(`${site.url}/`);
    expect(found.candidates).toEqual([
      { kind: 'feed', url: `${site.url}/atom`, title: 'Atom, bitte' },
      { kind: 'wordpress', url: `${site.url}/wp-json/wp/v2/posts?_embed=1`, title: '' },
    ]);
  });

  it('is the WordPress of a site that has switched its feeds off, by either kind of address', async () => {
    const site = await website({
      '/': page('<link rel="https://api.w.org/" href="/?rest_route=/">'),
      '/?rest_route=%2Fwp%2Fv2%2Fposts&_embed=1': posts('Zwei', 'Drei'),
    });
    const found = await explore(`${site.url}/`);
    expect(found.chosen?.kind).toBe('wordpress');
    expect(found.items.map(({ title, teaser }) => [title, teaser])).toEqual([
      ['Zwei', 'Über Zwei'],
      ['Drei', 'Über Drei'],
    ]);
  });

  it('is a feed where feeds usually are, though nobody names it', async () => {
    const site = await website({ '/': page(''), '/atom.xml': feed('Neues', 'Eins') });
    expect((await explore(`${site.url}/`)).candidates).toEqual([
      { kind: 'feed', url: `${site.url}/atom.xml`, title: 'Neues' },
    ]);
  });

  it('is no feed where a site leads lost visitors to its front page', async () => {
    const site = await website((request, response) => {
      if (request.url === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(page(''));
      return response.writeHead(302, { location: '/' }).end();
    });
    const found = await explore(`${site.url}/`);
    expect(found).toMatchObject({
      candidates: [],
      chosen: null,
      items: [],
      problem: 'We found no list of articles on this page',
    });
  });

  it('is a news sitemap that robots.txt names', async () => {
    const elsewhere = await website({
      '/news-sitemap.xml': {
        type: 'application/xml',
        body: '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/a</loc><news:news><news:publication><news:name>Ruhr</news:name></news:publication><news:title>Eins</news:title></news:news></url></urlset>',
      },
    });
    const named = `User-agent: *\nDisallow:\nSitemap: ${elsewhere.url}/sitemap.xml\nSitemap: ${elsewhere.url}/news-sitemap.xml`;
    const site = await website({ '/': page(''), '/robots.txt': { body: named, type: 'text/plain' } });
    expect(await explore(`${site.url}/`)).toMatchObject({ chosen: { kind: 'sitemap' }, items: [{ title: 'Eins' }] });
    expect(elsewhere.asked).toEqual(['/news-sitemap.xml']);
  });

  it('is a calendar, after the page itself', async () => {
    const calendar =
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Bildungsforum\r\nDTSTART:20260320T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
    const site = await website({
      '/': seed.replace('</main>', '<a href="/termine.ics">Termine abonnieren</a></main>'),
      '/termine.ics': { body: calendar, type: 'text/calendar' },
    });
    const found = await explore(`${site.url}/`);
    expect(found.candidates.map(({ kind, title }) => [kind, title])).toEqual([
      ['page', 'Bildungsregion Ruhr – Aktuelles'],
      ['calendar', 'Termine abonnieren'],
    ]);
    expect((await explore(`${site.url}/`, { kind: 'calendar' })).items).toMatchObject([{ title: 'Bildungsforum' }]);
  });

  it('is what the editor says it is', async () => {
    const site = await website({
      '/': seed.replace('</head>', '<link rel="alternate" type="application/rss+xml" href="/feed"></head>'),
      '/feed': feed('Neues', 'Eins'),
    });
    expect((await explore(`${site.url}/`)).chosen?.kind).toBe('feed');
    const asPage = await explore(`${site.url}/`, { kind: 'page' });
    expect(asPage).toMatchObject({ chosen: { kind: 'page' }, candidates: [{ kind: 'page' }, { kind: 'feed' }] });
    expect(asPage.items).toHaveLength(10);
    const selected = await explore(`${site.url}/`, { selectors: { item: 'article', title: 'h2', teaser: '.nothing' } });
    expect(selected).toMatchObject({ items: [], problem: 'The selector “.nothing” matches nothing within the items' });
    expect(await explore(`${site.url}/`, { kind: 'sitemap' })).toMatchObject({
      chosen: null,
      problem: 'We found no sitemap for news at this address',
    });
  });
});

describe('exploring is polite', () => {
  it('with at most twelve requests, one at a time', async () => {
    const links = Array.from(
      { length: 30 },
      (_, index) => `<link rel="alternate" type="application/rss+xml" href="/f${index}.xml">`,
    ).join('');
    const site = await website({ '/sub/page/': page(links) });
    await explore(`${site.url}/sub/page/`);
    expect(site.asked.length).toBeLessThanOrEqual(13);
    expect(site.atOnce()).toBe(1);
  });

  it('and does not read a page that robots are asked not to read', async () => {
    const site = await website({
      '/': seed,
      '/robots.txt': { body: 'User-agent: *\nDisallow: /', type: 'text/plain' },
    });
    expect(await explore(`${site.url}/`)).toMatchObject({
      candidates: [],
      items: [],
      problem: 'The website’s robots.txt asks us not to read this page',
    });
  });
});

describe('what cannot be explored is said in plain words', () => {
  it.each([
    {
      url: 'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
      says: 'The address leads to a private address, which we do not ask',
    },
    { url: 'https://[::ffff:10.0.0.1]/', says: 'The address leads to a private address, which we do not ask' },
    { url: 'http://some.example:22/', says: 'The address leads to a port other than 80 and 443, which we do not ask' },
  ])('$url', async ({ url, says }) => {
    expect(await explore(url, {}, { private: 'none' })).toEqual({
      asked: { url },
      candidates: [],
      chosen: null,
      items: [],
      problem: says,
    });
  });

  it.each<{ what: string; answer: Answer; says: string }>([
    { what: 'nothing there', answer: { status: 404 }, says: 'There is nothing at this address (404)' },
    { what: 'a fault', answer: { status: 500, body: page('') }, says: 'The server has a fault of its own (500)' },
    {
      what: 'a picture',
      answer: { body: '\u0089PNG', type: 'image/png' },
      says: 'The page is not a feed: it is neither RSS, Atom nor JSON Feed',
    },
    { what: 'an empty page', answer: '', says: 'The page is empty' },
    {
      what: 'a list of sitemaps',
      answer: '<sitemapindex><sitemap/></sitemapindex>',
      says: 'This is a list of sitemaps: please give the address of the one for news',
    },
    { what: 'an empty feed', answer: feed('Neues'), says: 'There are no articles in it just now' },
    {
      what: 'nested elements',
      answer: '<div>'.repeat(100_000),
      says: 'The page cannot be read: its elements are nested too deeply',
    },
  ])('$what', async ({ answer, says }) => {
    const site = await website({ '/': answer });
    expect(await explore(`${site.url}/`)).toMatchObject({ items: [], problem: says });
  });

  it('no server by either protocol: the first failure is told', async () => {
    const site = await website({});
    const { port } = new URL(site.url);
    for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
    expect((await explore(`https://127.0.0.1:${port}/`)).problem).toBe('The server refuses connections');
  });

  it('a site without https is asked by http', async () => {
    const site = await website({ '/': seed });
    const found = await explore(site.url.replace('http:', 'https:'));
    expect(found.chosen).toEqual({ kind: 'page', url: `${site.url}/` });
    expect(found.items).toHaveLength(10);
  });
});
