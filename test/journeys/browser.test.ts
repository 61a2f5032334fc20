import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../bin/cli/waiting.ts';
import { openBrowser } from '../browser.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll } from './steps.ts';

const READER = 'leser@example.net';
const PHONE = { width: 375, height: 740 };
const PATIENCE = { timeoutMs: 40_000 };

describe('in a browser', () => {
  let journey: Journey;
  let publisher: Publisher;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Ein „Übergang“', text: 'Größer & schöner' }]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: PHONE, locale: 'de-DE' });
  });
  afterAll(async () => {
    await browser?.close();
    await journey.end();
    publisher.close();
  });

  it('a reader signs up on a telephone', async () => {
    await page.goto(`${journey.url}/subscribe/schule`);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.locator('input[type=email]').fill(READER);
    await page.waitForTimeout(4_000);
    await page.locator('main form button[type=submit]').click();
    expect(await page.locator('h1').textContent()).not.toBe('');
    expect(await overflow(page)).toBe(0);
  });

  it('and confirms with one button', async () => {
    const [link] = /http\S+\/confirm\?t=\S+/.exec((await journey.receive(READER)).text ?? '') ?? [];
    await page.goto(link ?? '');
    expect(await page.locator('main form').count()).toBe(1);
    await page.locator('main form button[type=submit]').click();
    expect(await overflow(page)).toBe(0);
  });

  it('looks at what has come out, and copies the address of a feed', async () => {
    const article = page.locator('article', { hasText: 'Ein „Übergang“' });
    const isThere = await until(async () => {
      await page.goto(`${journey.url}/publications/schule/`);
      return (await article.count()) > 0 || undefined;
    }, PATIENCE);
    expect(isThere).toBe(true);
    expect(await overflow(page)).toBe(0);
    await page.getByRole('link', { name: 'Alle Feeds' }).first().click();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: journey.url });
    await page.getByRole('button', { name: 'Kopieren: Atom, Alle Beiträge' }).click();
    // The clipboard answers when it likes; the words come after it.
    await page.getByRole('status').getByText('Kopiert', { exact: true }).waitFor();
    const feed = `${journey.url}/feeds/schule/atom.xml`;
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(feed);
    expect(await (await fetch(feed)).text()).toContain('Ein „Übergang“');
    expect(await overflow(page)).toBe(0);
  });

  it('finds the same address without a script, and the list of feeds from an address that is none', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
    const plain = await context.newPage();
    await plain.goto(`${journey.url}/feeds/schule/topics/nirgends/rss.xml`);
    expect(await plain.locator('h1').textContent()).toBe('Diese Seite gibt es nicht');
    await plain.getByRole('link', { name: 'Zur Liste der Feeds' }).click();
    await plain.getByRole('link', { name: 'Feeds von „Schule & Region“' }).click();
    expect(await plain.getByLabel('Atom: Alle Beiträge').inputValue()).toBe(`${journey.url}/feeds/schule/atom.xml`);
    expect(await plain.getByRole('button').count()).toBe(0);
    await context.close();
  });

  it('an editor signs in, composes, looks and sends', async () => {
    await compose(journey);
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.goto(`${journey.url}/console`);
    await page.getByRole('button', { name: /editor@rundbrief\.example/ }).click();
    await page.getByRole('link', { name: 'Schule & Region' }).click();
    await page.getByText('Ein „Übergang“').first().waitFor();
    await page.locator('a[href*="schule-1"]').first().click();
    await page
      .getByRole('link', { name: /senden/i })
      .or(page.getByRole('button', { name: /senden/i }))
      .first()
      .click();
    await page
      .getByRole('button', { name: /senden/i })
      .first()
      .click();
    const mail = await journey.receive(READER, 2);
    expect(mail.html).toContain('Größer &amp; schöner');
  });

  it('the inbox shows the mail to whoever tries the thing out', async () => {
    await page.goto(`${journey.url}/_local/inbox`);
    await page.getByText(READER).first().waitFor();
    expect(await page.content()).toContain('Übergang');
  });

  it('stays closed to who has not signed in', async () => {
    const stranger = await browser.newContext();
    const response = await stranger.request.get(`${journey.url}/console/publications/schule`, { maxRedirects: 0 });
    expect([302, 303, 401, 403]).toContain(response.status());
    expect(await response.text()).not.toContain('Schule & Region');
  });
});

/** By how many pixels the page is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');
