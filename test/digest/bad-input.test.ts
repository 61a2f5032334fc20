/** What feeds bring at its worst, from the bytes of a feed to those of a mail, and windows of nothing to thousands. */
import { load } from 'cheerio';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleMessage } from '../../lambdas/digest/assemble-message.ts';
import { checkEdition } from '../../lambdas/digest/check-edition.ts';
import { isBlocking } from '../../lambdas/digest/checks/finding.ts';
import { findingInWords } from '../../lambdas/digest/checks/finding-words.ts';
import { composeEdition } from '../../lambdas/digest/compose-edition.ts';
import { loadParts } from '../../lambdas/digest/edition-parts.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { MOST_HTML_BYTES } from '../../lambdas/digest/html-size.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { LAYOUTS, type Layout, type Publication } from '../../lambdas/domain/publication.ts';
import type { AddressLook } from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { type CompositionMessage, digestsInMemory, publicationsInMemory } from '../../lambdas/publications/index.ts';
import { escapeMarkup } from '../../templates/digest/escape.ts';
import { newsroom } from '../ingest/newsroom.ts';
import { aDigest, anArticle, articlesHeld, RUHR, SITE_URL } from './samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const HERE = 'https://schule.example';
const PUBLICATION: Publication = { ...RUHR, id: 'night-desk' };
const LINKS = { unsubscribe: `${SITE_URL}/u`, preferences: `${SITE_URL}/p` };

interface Bad {
  what: string;
  /** As HTML, which a feed encodes once more. */
  title: string;
  text: string;
  image?: string;
  /** What readers see. */
  seen: { title: string; teaser?: string };
  /** What editors are told, but for what is said of every article. */
  told?: string[];
}

const ITEMS: Bad[] = [
  {
    what: 'hostile HTML',
    title: 'Neu <script>alert(1)</script>&lt;img src=x onerror=alert(2)&gt;',
    text: '<p onclick="x()">Lesen <script>alert(1)</script><iframe src="//evil.example"></iframe><a href="javascript:x()">Sie</a></p></td></tr></table></mj-text><mj-include path="/etc/passwd"/>',
    seen: { title: 'Neu <img src=x onerror=alert(2)>', teaser: 'Lesen Sie </mj-text><mj-include path="/etc/passwd"/>' },
  },
  {
    what: 'broken HTML',
    title: 'Halb <b>fertig',
    text: '<p>Offen <b>fett <i>schräg</p><table><tr><td>Zelle <div>nie <a href="https://a.example">zu',
    seen: { title: 'Halb fertig', teaser: 'Offen fett schräg Zelle nie zu' },
  },
  { what: 'no summary', title: 'Ohne Text', text: '', seen: { title: 'Ohne Text' } },
  { what: 'no title', title: '', text: '<p>Nur ein Satz.</p>', seen: { title: 'Nur ein Satz.' } },
  {
    what: 'a title of 300 characters',
    title: 'Sehr lang '.repeat(30).trim(),
    text: '<p>Kurz.</p>',
    seen: { title: 'Sehr lang '.repeat(30).trim(), teaser: 'Kurz.' },
  },
  { what: 'emoji', title: '👩‍👩‍👧 🎉', text: '<p>🦊 läuft</p>', seen: { title: '👩‍👩‍👧 🎉', teaser: '🦊 läuft' } },
  {
    what: 'letters from right to left',
    title: 'עיתון ערב: מה חדש בעיר',
    text: '<p>أخبار اليوم</p>',
    seen: { title: 'עיתון ערב: מה חדש בעיר', teaser: 'أخبار اليوم' },
  },
  {
    what: 'entities encoded twice',
    title: 'Kunst &amp; Kultur f&uuml;r &#039;alle&#039;',
    text: '<p>Gr&ouml;&szlig;e &amp; Ma&szlig;</p>',
    seen: { title: "Kunst & Kultur für 'alle'", teaser: 'Größe & Maß' },
  },
  { what: 'a title', title: 'Gleich', text: '<p>Eins</p>', seen: { title: 'Gleich', teaser: 'Eins' } },
  {
    what: 'the same title again',
    title: 'Gleich',
    text: '<p>Zwei</p>',
    seen: { title: 'Gleich', teaser: 'Zwei' },
    told: ['„Gleich“ führt zu 2 verschiedenen Adressen.'],
  },
  {
    what: 'words of templates',
    title: '{{ Vorname }} und *|FNAME|*',
    text: '{% raw %}',
    seen: { title: '{{ Vorname }} und *|FNAME|*', teaser: '{% raw %}' },
    told: ['Im Artikel „{{ Vorname }} und *|FNAME|*“ steht „{{ Vorname }}“'],
  },
  {
    what: 'a picture that is gone',
    title: 'Ohne Bild',
    text: '<p>Doch.</p>',
    image: `${HERE}/weg.jpg`,
    seen: { title: 'Ohne Bild', teaser: 'Doch.' },
    told: [`Das Bild ${HERE}/weg.jpg (Artikel „Ohne Bild“) gibt es nicht: der Server antwortet mit 404.`],
  },
  {
    what: 'a drawing',
    title: 'Gezeichnet',
    text: '<p>Linien.</p>',
    image: `${HERE}/plan.svg`,
    seen: { title: 'Gezeichnet', teaser: 'Linien.' },
    told: [`Das Bild ${HERE}/plan.svg (Artikel „Gezeichnet“) ist im Format SVG`],
  },
  {
    what: 'a picture of 5 MB',
    title: 'Schwer',
    text: '<p>Lädt.</p>',
    image: `${HERE}/gross.jpg`,
    seen: { title: 'Schwer', teaser: 'Lädt.' },
    told: [`Das Bild ${HERE}/gross.jpg (Artikel „Schwer“) ist 5.000 kB groß`],
  },
];

const beginning = (text: string) => Buffer.from(text, 'latin1');
const LOOKS: Record<string, AddressLook> = {
  [`${HERE}/weg.jpg`]: { kind: 'gone', why: 'status', status: 404 },
  [`${HERE}/plan.svg`]: { kind: 'found', finalUrl: '', bytes: 900, beginning: beginning('<svg xmlns="x">') },
  [`${HERE}/gross.jpg`]: { kind: 'found', finalUrl: '', bytes: 5_000_000, beginning: beginning('\xff\xd8\xff') },
};

const feed = () =>
  `<rss version="2.0"><channel><title>Schule</title><link>${HERE}/</link>${ITEMS.map(
    ({ title, text, image }, at) =>
      `<item><title>${escapeMarkup(title)}</title><link>${HERE}/${at}</link><guid>${HERE}/${at}</guid><description>${escapeMarkup(text)}</description>${
        image ? `<enclosure url="${image}" type="image/jpeg" length="10"/>` : ''
      }</item>`,
  ).join('')}</channel></rss>`;

type ArticleSource = Parameters<typeof composeEdition>[1]['articles'];

function aHouse(articles: ArticleSource, layout: Layout = 'letter') {
  const digest = aDigest({ publicationId: PUBLICATION.id, maxItems: 50, layout });
  return {
    publications: publicationsInMemory(PUBLICATION),
    digests: digestsInMemory(digest),
    ...{ articles, editions: editionsInMemory(), parts: objectsInMemory(), ready: outboxInMemory<never>() },
    siteUrl: SITE_URL,
    now: () => NOW,
  };
}

const request = (over: Partial<CompositionMessage> = {}): CompositionMessage => ({
  ...{ requestId: 'r1', publicationId: PUBLICATION.id, digestId: 'woche', by: 'editor', mode: 'draft', ...over },
});

type House = ReturnType<typeof aHouse>;

async function composed(house: House, message = request()): Promise<Edition> {
  const { outcome } = await composeEdition(message, house);
  if (outcome.kind !== 'composed') throw new Error(JSON.stringify(outcome));
  return (await house.editions.find(outcome.editionId)) as Edition;
}

async function mailOf({ parts }: House, { id, contentHash }: Edition) {
  const message = assembleMessage(await loadParts(parts, id, contentHash), {
    ...{ topics: [], links: LINKS, to: 'erika@example.net' },
  });
  const { html, text = '' } = await simpleParser(Buffer.from(message), { skipTextToHtml: true, skipImageLinks: true });
  return { html: html || '', text, page: load(html || '') };
}

const plain = (text: string) => text.replaceAll(/[\s\u00a0]+/g, ' ').trim();

describe('an article that brings', () => {
  const read = async (layout: Layout) => {
    const { poll, articles } = newsroom();
    await poll(feed());
    const house = aHouse(articles, layout);
    const edition = await composed(house);
    return { house, edition, ...(await mailOf(house, edition)) };
  };
  const mails = new Map<Layout, Awaited<ReturnType<typeof read>>>();
  const mail = (layout: Layout) => mails.get(layout) as Awaited<ReturnType<typeof read>>;
  beforeAll(async () => {
    for (const layout of LAYOUTS) mails.set(layout, await read(layout));
  });

  it.each(ITEMS.flatMap((item, at) => LAYOUTS.map((layout) => ({ ...item, at, layout }))))(
    '$what is a headline and a text like others: $layout',
    ({ at, layout, seen }) => {
      const { page, text } = mail(layout);
      const link = page(`h2 a[href="${HERE}/${at}"]`);
      expect(plain(link.text())).toBe(seen.title);
      const place = link.closest('h2').parent();
      const words = place.find('p[dir=auto]').first().contents().first().text();
      expect(plain(words)).toBe(seen.teaser ?? '');
      const date = text.match(/^\d.*2026.*$/m)?.[0] ?? '';
      const inText = [seen.title, date, seen.teaser ?? '', `${HERE}/${at} ---`].filter(Boolean).join(' ');
      expect(plain(text)).toContain(plain(inText));
    },
  );

  it.each(LAYOUTS)('whatever it likes brings nothing else into the mail: %s', (layout) => {
    const { page, html } = mail(layout);
    expect(page('h2').length).toBe(ITEMS.length);
    expect(page('script, iframe, [onclick], [onerror], form').length).toBe(0);
    expect(page('a[href]').filter((_, link) => !/^(https:|mailto:)/.test(page(link).attr('href') ?? '')).length).toBe(
      0,
    );
    expect(page('img:not([alt]), img:not([width])').length).toBe(0);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_HTML_BYTES);
  });

  it('a fault has it told by its title, and keeps nothing from going out', async () => {
    const { house, edition } = mail('letter');
    const page: AddressLook = { kind: 'found', finalUrl: '', bytes: 0, beginning: beginning('') };
    await checkEdition(
      { editionId: edition.id, requestId: 'c1' },
      {
        ...house,
        ...{ sources: { list: async () => [] }, look: async (url) => LOOKS[url] ?? page, restMilliseconds: 0 },
      },
    );
    const { findings = [] } = (await house.editions.findCheck(edition.id, edition.contentHash)) ?? {};
    expect(findings.filter(isBlocking)).toEqual([]);
    const sentences = findings.map((found) => findingInWords(found, 'de')).join('\n');
    for (const told of ITEMS.flatMap((item) => item.told ?? [])) expect(sentences).toContain(told);
  });
});

describe('a window with', () => {
  const articles = (count: number): Article[] =>
    Array.from({ length: count }, (_, at) =>
      anArticle({
        publicationId: PUBLICATION.id,
        ingestedAt: new Date(NOW.getTime() - 1_000 * (at + 1)),
        teaser: 'Größe für alle. '.repeat(25),
      }),
    );

  it('nothing makes no edition, and says so', async () => {
    const { outcome } = await composeEdition(
      request({ by: 'schedule', dueAt: NOW.toISOString() }),
      aHouse(articlesHeld()),
    );
    expect(outcome).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
  });

  it.each([
    { count: 1, inIt: 1, said: undefined },
    { count: 200, inIt: 50, said: '150 weitere Beiträge sind inzwischen' },
    { count: 5_000, inIt: 50, said: '4.950 weitere Beiträge sind inzwischen' },
  ])('$count articles makes a whole mail of $inIt', async ({ count, inIt, said }) => {
    const house = aHouse(articlesHeld(...articles(count)));
    const edition = await composed(house);
    const { page, html, text } = await mailOf(house, edition);
    expect(edition.items.length).toBe(inIt);
    expect(page('h2').length).toBe(inIt);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_HTML_BYTES);
    expect(edition.items.every(({ url = '' }) => text.includes(`\n${url}\n`))).toBe(true);
    if (said)
      expect([plain(page('body').text()), plain(text)]).toEqual([
        expect.stringContaining(said),
        expect.stringContaining(said),
      ]);
    else expect(text).not.toContain('weitere Beiträge');
  });

  it('200 articles that an editor picked holds each of them, and says where they stand whole', async () => {
    const held = articles(200);
    const house = aHouse(articlesHeld(...held));
    const { digestId: _, ...byHand } = request({ articles: held.map(({ id }) => id) });
    const edition = await composed(house, byHand);
    const { page, html, text } = await mailOf(house, edition);
    expect(edition.items.length).toBe(200);
    expect(edition.shortened).toBeGreaterThan(100);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_HTML_BYTES);
    expect(plain(page('body').text())).toContain('nur mit ihrer Überschrift');
    expect(edition.items.every(({ url = '' }) => text.includes(`\n${url}\n`))).toBe(true);
  });

  it('an article that is not there is refused by its name', async () => {
    const house = aHouse(articlesHeld(...articles(1)));
    const { outcome } = await composeEdition(request({ articles: ['fehlt'] }), house);
    expect(outcome).toEqual({ kind: 'failed', reason: 'There is no article "fehlt" to put into the edition' });
  });
});
