import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication } from './steps.ts';
import { openWebsite, type Website } from './website.ts';

const PHONE = { width: 390, height: 800 };
/** Less than a test has: its failure then names what was waited for. */
const PATIENCE_MS = 20_000;
const NEXT_YEAR = new Date().getFullYear() + 1;

describe('an editor in a browser', () => {
  let journey: Journey;
  let publisher: Publisher;
  let website: Website;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Aus dem Feed', text: 'Ein Text' }]);
    website = await openWebsite([
      {
        path: '/konferenz',
        title: 'Einladung zur Bildungskonferenz',
        teaser: `Wir laden ein: am 20. März ${NEXT_YEAR} um 18:00 Uhr in die Mercatorhalle, Duisburg. Die Plätze sind begrenzt.`,
      },
      { path: '/stelle', title: 'Stellenangebot im Schulamt', teaser: 'Das Schulamt sucht Verstärkung für sein Team.' },
      { path: '/bau', title: 'Neubau der Grundschule am Markt', teaser: 'Im Herbst beginnen die Arbeiten am Neubau.' },
      {
        path: '/preis',
        title: 'Ein Preis für das Jugendzentrum',
        teaser: 'Das Land zeichnet die Arbeit der letzten Jahre aus.',
      },
    ]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: PHONE, locale: 'de-DE' });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${journey.url}/console`);
    await page.getByRole('button', { name: /editor@rundbrief\.example/ }).click();
    await page.getByRole('link', { name: 'Schule & Region' }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await journey.end();
    publisher.close();
    website.close();
  });

  it('finds the articles of a website by its front page, before anything is kept', async () => {
    await page.getByRole('link', { name: 'Quelle hinzufügen' }).click();
    await page.getByLabel('Adresse einer Website, eines Feeds oder Kalenders').fill(website.url);
    await page.getByRole('button', { name: 'Artikel suchen' }).click();
    await page.getByRole('heading', { name: 'Die ersten 4 Artikel' }).waitFor();
    expect(await page.locator('.rows .title').allTextContents()).toContain('Neubau der Grundschule am Markt');
    expect(await overflow(page)).toBe(0);
    expect(await page.getByText('Stadt am Fluss').count()).toBeLessThanOrEqual(1);
  });

  it('saves it as a source, which is polled at once', async () => {
    await page.getByLabel('Titel', { exact: true }).last().fill('Die Stadt');
    await page.getByRole('button', { name: 'Speichern und abrufen' }).click();
    await page.getByText('4 ins Archiv übernommen').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Die Stadt');
    expect(await overflow(page)).toBe(0);
  });

  it('tries a rule on what came, and keeps it', async () => {
    await page.getByRole('link', { name: 'Regeln' }).click();
    await page.getByRole('group', { name: 'Nie Artikel übernehmen mit' }).getByLabel('Wörter').fill('Stellenangebot');
    await page.getByRole('button', { name: 'An bisherigen Artikeln ausprobieren' }).click();
    await page.getByText('3 von 4 Artikeln würden übernommen').waitFor();
    await page.getByText('ausgelassen wegen des Wortes „Stellenangebot“').waitFor();
    await page.getByRole('button', { name: 'Regeln speichern' }).click();
    await page.getByText('Gespeichert.').waitFor();
    expect(
      await page.getByRole('group', { name: 'Nie Artikel übernehmen mit' }).getByLabel('Wörter').inputValue(),
    ).toBe('Stellenangebot');
    expect(await overflow(page)).toBe(0);
  });

  it('answers whether a text announces an event', async () => {
    await page.getByRole('link', { name: 'Schule & Region' }).click();
    const row = page.locator('li', { hasText: 'Einladung zur Bildungskonferenz' });
    await row.getByText(/Termin\?.*20\. März.*18:00/).waitFor();
    await row.getByRole('button', { name: 'Ja, ein Termin' }).click();
    await row.getByText(/Termin: .*20\. März.*18:00/).waitFor();
    expect(await row.getByText('Termin?').count()).toBe(0);
    expect(await overflow(page)).toBe(0);
  });

  it('writes an article, which comes in like any other', async () => {
    await page.getByRole('link', { name: 'Artikel schreiben' }).click();
    await page.getByLabel('Titel').fill('Grüße aus der Redaktion');
    await page.getByLabel('Text', { exact: true }).fill('Ein **eigener** Text.');
    await page.getByRole('button', { name: 'Vorschau' }).click();
    expect(await page.locator('.reading strong').textContent()).toBe('eigener');
    await page.getByRole('button', { name: 'Artikel veröffentlichen' }).click();
    await page.locator('li', { hasText: 'Grüße aus der Redaktion' }).waitFor();
  });

  it('brings sources in from a file', async () => {
    await page.getByRole('link', { name: 'OPML importieren' }).click();
    const opml =
      '<opml version="2.0"><head/><body><outline text="Größe" xmlUrl="https://fluss.example/feed"/></body></opml>';
    const file = { name: 'quellen.opml', mimeType: 'text/x-opml', buffer: Buffer.from(opml) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Importieren' }).click();
    await page.getByText('1 hinzugefügt, 0 schon bekannt, 0 abgelehnt').waitFor();
    await page.getByRole('link', { name: 'Größe' }).waitFor();
  });
});

/** By how many pixels the page is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');
