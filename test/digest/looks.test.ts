/** The three looks, and the welcome, in a browser, as mail programs treat them: narrow, dark, without styles, without pictures. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinBlocks } from '../../lambdas/digest/edition-content.ts';
import { renderHtml } from '../../lambdas/digest/render-html.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { LAYOUTS, type Layout, type Publication } from '../../lambdas/domain/publication.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { samplePicture } from '../../templates/digest/sample-pictures.ts';
import { welcomeLetter } from '../../templates/welcome/letter.ts';
import { openBrowser } from '../browser.ts';
import { SITE_URL } from './samples.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LINKS = { unsubscribe: `${SITE_URL}/u`, preferences: `${SITE_URL}/p` };
const WIDTHS = [320, 375, 600];
const SCHEMES = ['light', 'dark'] as const;

type Sample = { publication: Publication; edition: Edition };

/** What feeds bring, at its worst. */
function hardSample(): Sample {
  const { publication, edition } = sampleDigest('de');
  const [first, ...rest] = edition.items;
  if (!first) throw new Error('The sample is empty');
  const titles = [
    'W'.repeat(90),
    'Sehr lang '.repeat(30),
    'עיתון ערב: מה חדש בעיר',
    '👩‍👩‍👧 🎉',
    'https://example.org/'.repeat(8),
  ];
  const odd = titles.map((title, at) => ({ ...first, articleId: `odd${at}`, title, teaser: `${title} – ${title}` }));
  const place = 'Verantwortungsgemeinschaftszentrum'.repeat(3);
  const logo = { url: 'https://bildungsnetz.example/bilder/lernwerkstatt.jpg', alt: 'Ein breites Zeichen', width: 536 };
  return {
    publication: {
      ...publication,
      title: 'Bildungsverantwortungsgemeinschaftsnachrichten',
      look: { accent: '#000000', background: '#e8f0fe', typeface: 'serif', logo },
    },
    edition: {
      ...edition,
      items: [...odd, ...rest.map((item) => (item.event ? { ...item, event: { ...item.event, place } } : item))],
    },
  };
}

const SAMPLES: Record<string, Sample> = { de: sampleDigest('de'), en: sampleDigest('en'), hard: hardSample() };

async function blocksOf(layout: Layout, { publication, edition }: Sample) {
  const archiveUrl = `${SITE_URL}/archive/x/1`;
  const { language } = publication;
  const input = { publication, edition: { ...edition, layout }, language, siteUrl: SITE_URL, archiveUrl };
  return (await renderHtml(input)).blocks;
}

async function htmlOf(layout: Layout | 'welcome', sample: Sample): Promise<string> {
  if (layout === 'welcome') return welcomeOf(sample);
  const all = sample.edition.items.map(() => true);
  return joinBlocks(await blocksOf(layout, sample), all, LINKS);
}

const welcomeOf = ({ publication, edition }: Sample) =>
  welcomeLetter({
    publication,
    language: publication.language,
    links: LINKS,
    latest: { edition, archiveUrl: `${SITE_URL}/archive/x/1` },
  });

const withoutStyle = (html: string) => html.replace(/<style[\s\S]*?<\/style>/g, '');

const cases = [...LAYOUTS, 'welcome' as const].flatMap((layout) =>
  Object.keys(SAMPLES).map((name) => ({ layout, name })),
);
const sampleOf = (name: string) => SAMPLES[name] as Sample;

describe.each(LAYOUTS)('for Outlook, %s', (layout) => {
  const sample = sampleOf('de');

  it('closes each table that its comments open, whatever topics a reader has chosen', async () => {
    const blocks = await blocksOf(layout, sample);
    const count = sample.edition.items.length;
    for (let choice = 0; choice < 2 ** count; choice += 1) {
      const chosen = sample.edition.items.map((_, at) => Boolean(choice & (1 << at)));
      const html = joinBlocks(blocks, chosen, LINKS);
      const comments = [...html.matchAll(/<!--\[if ([^\]]*)\]>([\s\S]*?)<!\[endif\]-->/g)];
      expect(comments.length).toBe(html.split('<![endif]-->').length - 1);
      const forOutlook = comments.filter(([, when = '']) => when.startsWith('mso')).map(([, , inside]) => inside);
      expect(forOutlook.length).toBeGreaterThan(3);
      for (const tag of ['table', 'tr', 'td']) expect(openAtEnd(forOutlook.join(''), tag), tag).toBe(0);
      for (const tag of ['table', 'tr', 'td', 'div', 'a', 'h2', 'h3', 'p']) expect(openAtEnd(html, tag), tag).toBe(0);
    }
  });

  it('says how wide each picture is', async () => {
    const pictures = (await htmlOf(layout, sample)).match(/<img\b[^>]*>/g) ?? [];
    for (const picture of pictures) expect(picture).toMatch(/ width="[1-9]\d*"/);
    expect(pictures.length).toBe(layout === 'compact' ? 1 : 4);
  });
});

function openAtEnd(html: string, tag: string): number {
  const opened = html.match(new RegExp(`<${tag}[\\s>]`, 'g')) ?? [];
  const closed = html.match(new RegExp(`</${tag}>`, 'g')) ?? [];
  return opened.length - closed.length;
}

const browser: Browser | undefined = await openBrowser().catch((error: unknown) => {
  process.stderr.write(`The looks of mails are not tested: there is no browser (${String(error).split('\n')[0]})\n`);
  return undefined;
});

// What runs in the browser is text here: these tests know no types of its world.

/** What axe finds. A mail is no page: it has no landmarks. */
const FAULTS = `axe
  .run({ rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } } })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`;

const IS_DARK = `matchMedia('(prefers-color-scheme: dark)').matches`;

/** Elements with text of their own that is small, and how high links are that are to be hit by thumbs. */
const SIZES = `({
  small: [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((element) => element.getClientRects().length > 0 && parseFloat(getComputedStyle(element).fontSize) < 14)
    .map((element) => element.outerHTML),
  heights: [...document.querySelectorAll('.touch, a.on')].map((link) => link.getBoundingClientRect().height),
})`;

/** How many lines each day beside a headline takes. */
const LINES_OF_DAYS = `[...document.querySelectorAll('.day')].map((day) => {
  const range = document.createRange();
  range.selectNodeContents(day);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
})`;

/** Contrast of the lightest and the darkest point of a PNG in base64, and how light it is in all, 0 to 1. */
const CONTRAST = `async (base64) => {
  const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + base64)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const linear = (value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  let [least, most, sum] = [1, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const light = 0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]);
    least = Math.min(least, light);
    most = Math.max(most, light);
    sum += light;
  }
  return { ratio: (most + 0.05) / (least + 0.05), lightness: sum / (data.length / 4) };
}`;

interface Seen {
  ratio: number;
  lightness: number;
}

describe.skipIf(!browser)('in a browser', () => {
  let page: Page;
  let hasPictures = true;

  beforeAll(async () => {
    page = await aPage();
  });
  afterAll(() => browser?.close());

  async function aPage(): Promise<Page> {
    const made = await (browser as Browser).newPage();
    await made.route(/^https:/, (route) => {
      const body = samplePicture(route.request().url());
      return hasPictures && body ? route.fulfill({ contentType: 'image/svg+xml', body }) : route.abort();
    });
    return made;
  }

  async function show(html: string, pictures = true, on = page): Promise<void> {
    hasPictures = pictures;
    await on.setContent(html, { waitUntil: 'load' });
  }

  it.each(cases)('$layout ($name) is never wider than its window', async ({ layout, name }) => {
    const html = await htmlOf(layout, sampleOf(name));
    for (const [form, pictures] of [
      [html, true],
      [html, false],
      [withoutStyle(html), true],
      [withoutStyle(html), false],
    ] as const) {
      await show(form, pictures);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          const over = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
          expect(
            over,
            `${width} px, ${colorScheme}, pictures: ${pictures}, style: ${form === html}`,
          ).toBeLessThanOrEqual(0);
        }
      }
    }
  });

  it.each(cases)('$layout ($name) is accessible, light and dark, with styles and without', async ({ layout, name }) => {
    const html = await htmlOf(layout, sampleOf(name));
    await page.setViewportSize({ width: 600, height: 800 });
    for (const form of [html, withoutStyle(html)]) {
      await show(form);
      await page.evaluate(AXE);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate<boolean>(IS_DARK)).toBe(colorScheme === 'dark');
        expect(await faults(), `${colorScheme}, style: ${form === html}`).toEqual([]);
      }
    }
  });

  const faults = () => page.evaluate<string[]>(FAULTS);

  it.each(cases)('$layout ($name) has no small print, and links that thumbs can hit', async ({ layout, name }) => {
    await show(await htmlOf(layout, sampleOf(name)));
    await page.setViewportSize({ width: 375, height: 800 });
    const found = await page.evaluate<{ small: string[]; heights: number[] }>(SIZES);
    expect(found.small).toEqual([]);
    expect(Math.min(...found.heights)).toBeGreaterThanOrEqual(43.5);
  });

  it.each(['de', 'en'])('compact (%s) keeps a day in one line on the smallest telephone', async (name) => {
    await show(await htmlOf('compact', sampleOf(name)));
    await page.setViewportSize({ width: 320, height: 800 });
    const lines = await page.evaluate<number[]>(LINES_OF_DAYS);
    expect(lines.length).toBe(sampleOf(name).edition.items.length);
    expect(Math.max(...lines)).toBe(1);
  });

  describe('when a mail program turns colours round by force', () => {
    const turned = LAYOUTS.flatMap((layout) => ['de', 'en'].map((name) => ({ layout, name })));
    it.each(turned)('$layout ($name) can still be read', async ({ layout, name }) => {
      const html = withoutStyle(await htmlOf(layout, sampleOf(name)));
      // A page that was shown in both schemes before is not turned round.
      const fresh = await aPage();
      await fresh.setViewportSize({ width: 375, height: 800 });
      await fresh.emulateMedia({ colorScheme: 'dark' });
      const client = await fresh.context().newCDPSession(fresh);
      await client.send('Emulation.setAutoDarkModeOverride', { enabled: true });
      await show(html.replace(/<meta name="(?:supported-)?color-schemes?"[^>]*>/g, ''), true, fresh);
      const logo = 'img[src$="logo.png"]';
      const seen = ['h1', 'h2', 'p[dir=auto]', logo, 'a[href$=".ics"]', `a[href="${LINKS.preferences}"]`];
      const found = await Promise.all(seen.map(async (what) => ({ what, ...(await howSeen(what, fresh)) })));
      await fresh.close();
      for (const { what, ratio } of found) expect(ratio, what).toBeGreaterThan(4.5);
      // Were it not turned round at all, nothing would be shown by this.
      for (const { what, lightness } of found) expect(lightness, what).toBeLessThan(0.4);
    });
  });

  /** Of an element as it is painted. */
  async function howSeen(selector: string, on: Page): Promise<Seen> {
    const png = (await on.locator(selector).last().screenshot()).toString('base64');
    const blank = await (browser as Browser).newPage();
    const found = await blank.evaluate<Seen>(`(${CONTRAST})('${png}')`);
    await blank.close();
    return found;
  }
});
