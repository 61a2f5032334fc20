import { XMLValidator } from 'fast-xml-parser';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { anEdition, documentOf, EVENT, htmlOf, pagesOf, siteOf, structuredData } from './public-content.ts';
import { anArticle, aPublication, HOSTILE, IMPOSSIBLE } from './samples.ts';

describe('hostile articles', () => {
  const attacks = [
    ...HOSTILE,
    anArticle({
      id: '01j8zq4k5myyyyyyyyyy',
      title: '</script><script>alert(1)</script><!--',
      teaser: '<img src=x onerror=alert(1)> \u2028',
      url: 'javascript:alert(1)',
      image: { url: 'javascript:alert(2)', alt: '"><script>alert(3)</script>' },
      authors: ['</script><svg onload=alert(4)>'],
      event: { ...EVENT, place: '</script><b>' },
    }),
  ];
  const hostile = aPublication({
    title: '</title><script>alert(5)</script>',
    description: '"><script>alert(6)</script>',
    siteUrl: 'javascript:alert(7)',
    topics: [{ id: 'kita', title: '"></summary><script>', words: [] }],
    look: { accent: '#fff}</style><script>' },
  });
  const given = {
    publication: hostile,
    articles: attacks,
    events: attacks,
    editions: [anEdition(1, { subject: '</script><script>alert(8)</script>' })],
    authors: [{ name: '"><script>alert(9)</script>', slug: 'x' }],
  };

  it.each(['publications/ruhr/index.html', 'feeds/ruhr/index.html'])('stay text on %s', (key) => {
    const { document } = parseHTML(pagesOf(given).get(key) ?? '');
    const scripts = [...document.querySelectorAll('script')];
    for (const script of scripts) expect(script.textContent).not.toContain('<script');
    expect(scripts.filter((script) => !script.type)).toHaveLength(key.startsWith('feeds') ? 1 : 0);
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['href', 'src', 'action'])
        expect(element.getAttribute(name) ?? '').not.toMatch(/^javascript:/i);
      expect([...element.attributes].filter(({ name }) => name.startsWith('on'))).toEqual([]);
    }
  });

  it('keep their structured data whole', () => {
    const { items } = structuredData(given);
    expect(items).toHaveLength(attacks.length);
    expect(items.at(-1)).toMatchObject({ name: '</script><script>alert(1)</script><!--' });
    expect(items.at(-1)).not.toHaveProperty('url');
    expect(htmlOf(given).match(/<\/script>/g)).toHaveLength(1);
  });

  it('break no sitemap and no list', () => {
    for (const [key, body] of [...pagesOf(given), ...siteOf([hostile])]) {
      if (/[.](?:xml|opml)$/.test(key)) expect(XMLValidator.validate(body), key).toBe(true);
    }
  });

  it('are left out when they cannot be told, and the others are not', () => {
    expect(documentOf({ articles: [IMPOSSIBLE, anArticle()] }).querySelectorAll('article')).toHaveLength(1);
  });
});
