import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, joinBlocks } from '../../lambdas/digest/edition-content.ts';
import { MOST_HTML_BYTES } from '../../lambdas/digest/html-size.ts';
import { marks } from '../../lambdas/digest/marked-text.ts';
import { renderHtml } from '../../lambdas/digest/render-html.ts';
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import { LAYOUTS } from '../../lambdas/domain/publication.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { anEdition, RUHR, SITE_URL } from './samples.ts';

const ARCHIVE = 'https://news.example.org/archive/ruhr/12';
const LINKS = { unsubscribe: 'https://news.example.org/u', preferences: 'https://news.example.org/p' };

async function rendered(over: Partial<Edition> = {}, publication = RUHR) {
  const edition = anEdition(12, over);
  const { blocks, fit } = await renderHtml({
    publication,
    edition,
    language: publication.language,
    siteUrl: SITE_URL,
    archiveUrl: ARCHIVE,
  });
  const html = whole(blocks, edition.items.length);
  return { html, page: load(html), fit, blocks };
}

const whole = (blocks: Block[], items: number) =>
  joinBlocks(
    blocks,
    Array.from({ length: items }, () => true),
    LINKS,
  );

const anItem = (over: Partial<EditionItem> = {}): EditionItem => ({
  articleId: 'a',
  title: 'Titel',
  teaser: 'Anreißer',
  url: 'https://bildungsnetz.example/a',
  topics: [],
  publishedAt: new Date('2026-11-20T08:00:00Z'),
  ...over,
});

describe('every look', () => {
  const looks = LAYOUTS.flatMap((layout) => [[layout, 'de'] as const, [layout, 'en'] as const]);

  it.each(looks)('is well made: %s in %s', async (layout, language) => {
    const { publication, edition } = sampleDigest(language);
    const { html, page } = await rendered({ ...edition, layout }, publication);
    const lang = (selector: string) => [page(selector).attr('lang'), page(selector).attr('dir')];
    expect(lang('html')).toEqual([language, 'ltr']);
    expect(lang('body > div[role=article]')).toEqual([language, 'ltr']);
    expect(page('title').text()).toBe(edition.subject);
    expect(page('table:not([role=presentation])').length).toBe(0);
    expect(page('h1').length).toBe(1);
    const isUnderHeading = ({ event, section }: EditionItem) => Boolean(event ?? section);
    const below = edition.items.filter(isUnderHeading).length;
    // Headings of one group and of the events, and what stands below them.
    expect(page('h2').length).toBe(edition.items.length - below + 2);
    expect(page('h3').length).toBe(below);
    expect(page('img:not([alt]), img:not([width])').length).toBe(0);
    expect(page('a:not([href^="https://"], [href^="mailto:"])').length).toBe(0);
    const texts = new Map<string, string>();
    page('a').each((_, link) => {
      expect(page(link).text().trim()).not.toBe('');
      // The same words never lead to different places, as they are heard.
      const text = page(link).attr('aria-label') ?? page(link).text();
      expect(text).toContain(
        page(link)
          .text()
          .replace(/\u00a0→$/, ''),
      );
      expect(texts.get(text) ?? page(link).attr('href')).toBe(page(link).attr('href'));
      texts.set(text, page(link).attr('href') ?? '');
    });
    expect(html).not.toMatch(/fonts\.googleapis|<!--block|slot-|\{\{/);
    expect(html).toContain('<!--[if mso');
  });
});

describe('the letter', () => {
  it('puts items under the headings editors gave them, for readers of one of their items', async () => {
    const items = [
      anItem({ articleId: 'o', title: 'Ohne', topics: ['kita'] }),
      anItem({ articleId: 's', title: 'Schulweg', topics: ['schule'], section: 'stadt' }),
      anItem({ articleId: 'k', title: 'Kurz', teaser: 'Weggelassen', section: 'stadt', isShort: true }),
    ];
    const { page, blocks } = await rendered({
      items,
      sections: [{ id: 'stadt', title: 'In der Stadt' }],
      intro: 'Guten **Tag**',
      outro: 'Bis [bald](https://bildungsnetz.example/bald)',
    });
    expect(
      page('h2, h3')
        .toArray()
        .map((heading) => page(heading).text()),
    ).toEqual(['Ohne', 'In der Stadt', 'Schulweg', 'Kurz']);
    expect(page('body').text()).not.toContain('Weggelassen');
    expect(page('strong').first().text()).toBe('Tag');
    expect(page('a[href="https://bildungsnetz.example/bald"]').text()).toBe('bald');
    const kitaOnly = load(joinBlocks(blocks, [true, false, false], LINKS));
    expect(kitaOnly('h2').text()).toBe('Ohne');
  });

  it('lets readers leave near the top and at the end, and says who writes', async () => {
    const { html, page } = await rendered();
    expect(page(`a[href="${LINKS.unsubscribe}"]`).length).toBe(2);
    expect(html.indexOf(LINKS.unsubscribe)).toBeLessThan(html.indexOf('<h1'));
    expect(page(`a[href="${ARCHIVE}"]`).length).toBeGreaterThan(0);
    const notice = 'https://bildungsnetz.example/datenschutz';
    expect((await rendered({}, { ...RUHR, privacyNotice: notice })).page(`a[href="${notice}"]`).length).toBe(1);
    for (const line of RUHR.imprint) expect(page('body').text().replaceAll('\u00a0', ' ')).toContain(line);
  });

  it('says when and where an event is, in the publication’s zone', async () => {
    const { page } = await rendered();
    const text = page('body').text().replaceAll('\u00a0', ' ');
    expect(text).toContain('Donnerstag, 26. November 2026, 16:00–18:00 Uhr');
    expect(text).toContain('Mercatorhalle, Duisburg');
    expect(text).toContain('Freitag, 19. März 2027 – Samstag, 20. März 2027');
  });

  it('reaches every table MJML paints when it turns dark', async () => {
    const { html } = await rendered();
    expect(html).toContain('.paper > table > tbody > tr > td');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });
});

describe('whatever an article says', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '</mj-text><mj-include path="/etc/passwd" type="html" /><mj-text>',
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '<!--block-',
      ']]></mj-raw>',
      '&lt;b&gt; &amp;amp; &#x27;',
      '{{unsubscribe}} [[unsubscribe]]',
      'عنوان بالعربية',
      '👩‍👩‍👧 🎉',
      '<h1>',
      '</td></tr></table>',
    ),
  );
  const normal = (text: string) =>
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: dropped by design
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '')
      .toWellFormed()
      .replace(/[\s\u00a0]+/g, ' ')
      .trim();

  it('stays text', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (title, teaser, other) => {
        const item = anItem({
          title: `T ${title}`,
          teaser: `A ${teaser}`,
          image: { url: `https://bildungsnetz.example/${encodeURIComponent(other.toWellFormed())}.jpg`, alt: other },
          url: 'https://bildungsnetz.example/a?b=1&c="2"',
        });
        const { page } = await rendered({ items: [item], subject: other, preheader: teaser, intro: `I ${other}` });
        expect(normal(page('h2').text())).toBe(normal(`T ${title}`));
        expect(normal(page('h2 ~ p[dir=auto]').contents().first().text())).toBe(normal(`A ${teaser}`));
        expect(page('h2 a').attr('href')).toBe('https://bildungsnetz.example/a?b=1&c="2"');
        expect(page('script, iframe, [onerror]').length).toBe(0);
        expect([page('h1').length, page('img').length]).toEqual([1, 2]);
      }),
      { numRuns: 60 },
    );
  });

  it('may lack everything but a title', async () => {
    const { page } = await rendered({ items: [anItem({ teaser: '', url: undefined })], intro: '', leftOut: undefined });
    expect(page('h2').text()).toBe('Titel');
    expect(page('h2 a, h2 ~ p[dir=auto]').length).toBe(0);
  });
});

describe('the size of the mail', () => {
  const many = (count: number, over: Partial<EditionItem> = {}) =>
    Array.from({ length: count }, (_, at) =>
      anItem({ articleId: String(at), title: `Beitrag ${at}`, teaser: 'Ein Satz für viele. '.repeat(24), ...over }),
    );

  it('leaves fifty short articles whole', async () => {
    const { fit } = await rendered({ items: many(50, { teaser: 'Kurz.' }) });
    expect(fit).toEqual({ full: 50, shown: 50 });
  });

  it('stays under what Gmail clips: later articles become headlines, and the mail says so', async () => {
    const { html, page, fit } = await rendered({
      items: many(80, { image: { url: 'https://bildungsnetz.example/b.jpg', alt: '' } }),
      leftOut: undefined,
    });
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_HTML_BYTES);
    expect(fit.shown).toBe(80);
    // And no shorter than it must be.
    expect(Buffer.byteLength(html)).toBeGreaterThan(MOST_HTML_BYTES * 0.85);
    expect(page('h2').length).toBe(80);
    expect(page('body').text()).toContain('stehen einige Beiträge hier nur mit ihrer Überschrift');
    // It leads to where the first of them stands whole.
    expect(page(`a[href="${ARCHIVE}#${fit.full}"]`).length).toBe(1);
  });

  it.each(LAYOUTS.flatMap((layout) => [0, 1, 60, 600].map((count) => ({ layout, count }))))(
    'is kept by $layout with $count articles',
    async ({ layout, count }) => {
      const items = many(count, { image: { url: 'https://bildungsnetz.example/b.jpg', alt: 'Ein Bild' } });
      const { html, page, fit } = await rendered({ items, layout, sections: undefined });
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_HTML_BYTES);
      expect(page('h2').length).toBe(fit.shown);
      const isSaid = page('body').text().includes('Damit diese E-Mail vollständig');
      expect(isSaid).toBe(fit.full < fit.shown);
      expect(page(`a[href="${LINKS.unsubscribe}"]`).length).toBe(2);
    },
  );

  it.each(LAYOUTS)('says what is missing to those who miss it only: %s', async (layout) => {
    const items = many(300).map((item, at) => ({ ...item, topics: [at < 20 ? 'kita' : at < 60 ? 'schule' : 'beruf'] }));
    const { blocks, fit } = await rendered({ items, layout, sections: undefined, leftOut: 7 });
    expect(fit.shown).toBeGreaterThan(60);
    const readBy = (topic: string) => {
      const page = load(
        joinBlocks(
          blocks,
          items.map(({ topics }) => topics.includes(topic)),
          LINKS,
        ),
      );
      return [/mit ihrer Überschrift/, /auf der Archivseite\./, /7 weitere Beiträge/].map((words) =>
        words.test(page('body').text()),
      );
    };
    expect(fit.full).toBe(0);
    expect(readBy('schule')).toEqual([true, false, true]);
    expect(readBy('beruf')).toEqual([true, true, true]);
    const some = await rendered({ items: items.slice(0, 60), layout, sections: undefined, leftOut: undefined });
    expect(some.fit.full).toBeGreaterThan(20);
    const kita = joinBlocks(
      some.blocks,
      items.slice(0, 60).map((_, at) => at < 20),
      LINKS,
    );
    expect(kita).not.toContain('mit ihrer Überschrift');
  });

  it('points to the archive page when even headlines are too many', async () => {
    const { html, page, fit } = await rendered({ items: many(400), leftOut: undefined });
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_HTML_BYTES);
    expect(fit.full).toBe(0);
    expect(page('h2').length).toBe(fit.shown);
    expect(page('body').text()).toContain('Weitere Beiträge stehen auf der Archivseite.');
  });
});

describe('marks', () => {
  it('are cut out without a trace, whatever stands around them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.array(fc.nat(20), { maxLength: 3 }))), (texts) => {
        const { begin, cut, slots } = marks();
        const clean = texts.map(([text, items]) => [text.replace(/^\n/, ''), items] as const);
        const blocks = cut(clean.map(([text, items]) => `${begin(items)}${text}${slots.unsubscribe}`).join(''));
        expect(blocks).toEqual(
          clean.map(([text, items]) => ({
            ...(items.length > 0 && { forItems: items }),
            pieces: [...(text ? [text] : []), { slot: 'unsubscribe' }],
          })),
        );
      }),
    );
  });
});
