import { parseOpml } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { ADA, documentOf, pagesOf, siteOf } from './public-content.ts';
import { SITE_URL } from './samples.ts';

describe('the feeds page', () => {
  const page = documentOf({ authors: [ADA] }, 'feeds/ruhr/index.html');
  const values = [...page.querySelectorAll('input[readonly]')].map((field) => field.getAttribute('value'));

  it('offers every feed as an address to select, each with its own name', () => {
    for (const folder of ['', 'editions/', 'topics/kita/', 'topics/termine/', 'authors/ada-loewe/'])
      for (const file of ['rss.xml', 'atom.xml', 'feed.json'])
        expect(values).toContain(`${SITE_URL}/feeds/ruhr/${folder}${file}`);
    for (const folder of ['', 'topics/kita/']) expect(values).toContain(`${SITE_URL}/feeds/ruhr/${folder}events.ics`);
    const names = [...page.querySelectorAll('.address label')].map((label) => label.textContent);
    expect(new Set(names).size).toBe(values.length);
    const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('subscribes to feeds by their address, and to calendars by webcal', () => {
    const links = [...page.querySelectorAll('.address a')].map((link) => link.getAttribute('href'));
    expect(links).toContain(`${SITE_URL}/feeds/ruhr/rss.xml`);
    expect(links).toContain('webcal://letters.example.org/feeds/ruhr/events.ics');
    expect(links.filter((link) => link?.startsWith('feed:'))).toEqual([]);
  });

  it('explains a feed in two sentences and keeps what needs a script out of sight', () => {
    const explanation = page.querySelector('main > p')?.textContent ?? '';
    expect(explanation.match(/[.!?](?:\s|$)/g)).toHaveLength(2);
    for (const button of page.querySelectorAll('button')) expect(button.hasAttribute('hidden')).toBe(true);
  });

  it('lists the same feeds as OPML for one publication and for the site', () => {
    const own = parseOpml(pagesOf({ authors: [ADA] }).get('feeds/ruhr/feeds.opml') ?? '');
    expect(own.body?.outlines).toMatchObject([{ text: 'Bildung & Region' }]);
    expect(own.body?.outlines?.[0]?.outlines?.map(({ type, xmlUrl }) => `${type} ${xmlUrl}`)).toEqual(
      ['', 'editions/', 'topics/kita/', 'topics/termine/', 'authors/ada-loewe/'].map(
        (folder) => `rss ${SITE_URL}/feeds/ruhr/${folder}rss.xml`,
      ),
    );
    const site = parseOpml(siteOf().get('feeds/feeds.opml') ?? '');
    expect(site.body?.outlines?.map(({ text }) => text)).toEqual(['The <Courier>', 'Bildung & Region']);
  });
});
