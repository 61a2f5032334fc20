import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO, type DemoSites, openDemoSites } from '../../bin/demo/open-sites.ts';
import { parseDocument } from '../../lambdas/ingest/index.ts';
import {
  applyPublicationFile,
  digestsInMemory,
  publicationsInMemory,
  sourcesInMemory,
} from '../../lambdas/publications/index.ts';

const NOW = new Date('2026-03-20T10:00:00Z');
let sites: DemoSites;
beforeAll(async () => {
  sites = await openDemoSites(0, NOW);
});
afterAll(() => sites.close());

async function apply(id: string) {
  const file = DEMO.find((demo) => demo.id === id)?.file ?? '';
  return applyPublicationFile(sites.fill(readFileSync(file, 'utf8')), {
    publications: publicationsInMemory(),
    sources: sourcesInMemory(),
    digests: digestsInMemory(),
    mailDomain: 'mail.example.org',
    now: () => NOW,
  });
}

async function itemsOf(id: string) {
  const { publication, sources } = await apply(id);
  const url = sources[0]?.url ?? '';
  const answer = await fetch(url);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const contentType = answer.headers.get('content-type') ?? undefined;
  return (await parseDocument(bytes, { url, contentType, timeZone: publication.timeZone })).items;
}

describe('the demo', () => {
  it.each([
    { id: 'ruhr', language: 'de', timeZone: 'Europe/Berlin', least: 10 },
    { id: 'courier', language: 'en', timeZone: 'Europe/London', least: 8 },
  ])(
    '$id is a publication in $language whose website serves at least $least articles',
    async ({ id, language, timeZone, least }) => {
      expect((await apply(id)).publication).toMatchObject({ id, language, timeZone });
      const items = await itemsOf(id);
      expect(items.length).toBeGreaterThanOrEqual(least);
      for (const { title, teaser, url, publishedAt } of items) {
        expect(title && teaser && publishedAt && publishedAt < NOW).toBe(true);
        expect(`${title} ${teaser}`).not.toMatch(/\{\{|&#|Weiterlesen/);
        expect((await fetch(url ?? '')).status).toBe(200);
      }
    },
  );

  it('has an event with its hall, at the hour of Berlin on the other side of a clock change', async () => {
    const forum = (await itemsOf('ruhr')).find(({ title }) => title.startsWith('Bildungsforum'));
    expect(forum).toMatchObject({
      title: 'Bildungsforum Ruhr am 13. April 2026',
      event: { startsAt: new Date('2026-04-13T08:00:00Z'), place: 'Halle am Kanal, Gelsenkirchen' },
    });
  });

  it('keeps umlauts and the quotation marks of both languages', async () => {
    expect((await itemsOf('ruhr')).map(({ title }) => title)).toContain('„Schwimmende Klassenzimmer“ legen wieder ab');
    expect((await itemsOf('courier')).map(({ teaser }) => teaser).join()).toContain('“Please touch”');
  });

  it('shows ten teasers on its page, each ending in „Weiterlesen“', async () => {
    const page = await (await fetch(`${sites.url}/ruhr/aktuelles/`)).text();
    expect(page.match(/<article /g)).toHaveLength(10);
    expect(page.match(/class="more-link"[^>]*>Weiterlesen/g)).toHaveLength(10);
  });

  it.each(['/ruhr/feed/', '/courier/feed.atom'])('answers 304 for %s when nothing changed', async (path) => {
    const first = await fetch(sites.url + path);
    const ask = async (headers: Record<string, string>) => (await fetch(sites.url + path, { headers })).status;
    expect(await ask({ 'if-none-match': first.headers.get('etag') ?? '' })).toBe(304);
    expect(await ask({ 'if-modified-since': first.headers.get('last-modified') ?? '' })).toBe(304);
    expect(await ask({ 'if-none-match': '"other"', 'if-modified-since': new Date().toUTCString() })).toBe(200);
  });

  it('takes another port when the one it asked for is taken', async () => {
    const other = await openDemoSites(Number(new URL(sites.url).port), NOW);
    expect(other.url).not.toBe(sites.url);
    await other.close();
  });
});
