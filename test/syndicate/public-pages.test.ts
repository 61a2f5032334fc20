import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { ADA, anEdition, pagesOf, siteOf } from './public-content.ts';
import { aPublication, HOSTILE, SITE_URL } from './samples.ts';

describe('the pages of the site', () => {
  it('say in every language it speaks that a page is not there, and where the feeds are', () => {
    const page = siteOf().get('404.html') ?? '';
    expect(page).toContain('There is no such page');
    expect(page).toContain('Diese Seite gibt es nicht');
    expect(page).toContain('href="/feeds/"');
    expect(page).toContain('noindex');
    expect(siteOf([aPublication()]).get('404.html')).toContain('<html lang="de"');
    expect(siteOf([]).get('404.html')).toContain('<html lang="en"');
  });

  it('list every publication with its feed and the page of its others', () => {
    const page = siteOf().get('feeds/index.html') ?? '';
    expect(page).toContain(`value="${SITE_URL}/feeds/courier/rss.xml"`);
    expect(page).toContain('href="/feeds/ruhr/"');
    expect(page).toContain('href="/feeds/feeds.opml"');
  });
});

describe('all of them', () => {
  it('stay at their addresses when the publication is renamed', () => {
    const renamed = aPublication({ title: 'Anders', sender: { name: 'Andere', address: 'a@b.example' } });
    expect([...pagesOf({ publication: renamed }).keys()]).toEqual([...pagesOf().keys()]);
    const addresses = (body = '') => body.match(/https:\/\/letters[^"<]*/g);
    for (const [key, body] of pagesOf({ publication: renamed })) {
      expect(addresses(body), key).toEqual(addresses(pagesOf().get(key)));
    }
  });

  it('are the same bytes for the same content', () => {
    const given = { articles: HOSTILE, events: HOSTILE, editions: [anEdition(1)], authors: [ADA] };
    expect([...pagesOf(given)]).toEqual([...pagesOf(structuredClone(given))]);
    expect([...siteOf()]).toEqual([...siteOf()]);
  });

  it('may run their own script and no other, without inline handlers', () => {
    for (const [key, body] of [...pagesOf(), ...siteOf()].filter(([name]) => name.endsWith('.html'))) {
      const policy = parseHTML(body).document.querySelector('meta[http-equiv]')?.getAttribute('content');
      expect(policy, key).toContain("default-src 'none'");
      expect(policy?.includes('script-src'), key).toBe(key.startsWith('feeds/'));
    }
  });
});
