import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withNeighbours } from '../../lambdas/digest/archive-neighbours.tsx';
import { archivePage } from '../../lambdas/digest/archive-page.tsx';
import { archiveListPage } from '../../lambdas/syndicate/archive-list-page.tsx';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { openBrowser } from '../browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500"><rect width="800" height="500"/></svg>';
const SITE_URL = 'https://news.example.org';
const LONG = `${'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3)} https://x.example/${'a'.repeat(90)}`;

/** In the page: how far it is too wide, and what axe finds. */
const LOOK = `(async () => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const { violations } = await axe.run();
  return { over: scrollWidth - clientWidth, violations: violations.map(({ id }) => id) };
})()`;

const PAGES = (['de', 'en'] as const).flatMap((language) => {
  const { publication, edition } = sampleDigest(language);
  const items = [
    ...edition.items,
    ...edition.items.map((item) => ({ ...item, articleId: `x${item.articleId}`, title: LONG })),
  ];
  const beside = { ...edition, subject: LONG };
  const page = archivePage({ publication, edition: { ...edition, items }, language, siteUrl: SITE_URL });
  const settled = [edition, beside].map((one) => ({ ...one, status: 'sent' as const }));
  return [
    [`an edition, ${language}`, withNeighbours(page, language, { previous: beside, next: edition })],
    [`the list of editions, ${language}`, archiveListPage({ publication, editions: settled, siteUrl: SITE_URL })],
  ] as const;
});

let browser: Browser | undefined;
beforeAll(async () => {
  browser = await openBrowser().catch((error: Error) => {
    console.warn(`The archive is not looked at, as there is no browser here: ${error.message}`);
    return undefined;
  });
});
afterAll(() => browser?.close());

describe.each(PAGES)('%s', (_name, html) => {
  it.for([
    { width: 320, colorScheme: 'light' },
    { width: 375, colorScheme: 'dark' },
    { width: 1100, colorScheme: 'light' },
    { width: 1100, colorScheme: 'dark' },
  ] as const)('fits $width pixels, $colorScheme, and axe finds nothing', async ({ width, colorScheme }, { skip }) => {
    if (!browser) return skip('no browser');
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.route('**', (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE }));
    await page.setContent(html);
    await page.addScriptTag({ content: AXE });
    const seen = await page.evaluate(LOOK);
    await context.close();
    expect(seen).toEqual({ over: 0, violations: [] });
  });
});
