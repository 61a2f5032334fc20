import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { confirmLinkIn, signUp } from './reader.ts';
import { applyPublication, compose, poll, subscribe } from './steps.ts';

const PHONE = { width: 390, height: 800 };
/** Less than a test has: its failure then names what was waited for. */
const PATIENCE_MS = 20_000;
const ADA = 'ada@schule.example';
const BEN = 'ben@schule.example';

describe('an editor looks after readers', () => {
  let journey: Journey;
  let publisher: Publisher;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Aus dem Feed', text: 'Ein Text' }]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
    await signUp(journey, ADA);
    await fetch(confirmLinkIn((await journey.receive(ADA)).text), { method: 'POST' });
    await subscribe(journey, BEN);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: PHONE, locale: 'de-DE' });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${journey.url}/console`);
    await page.getByRole('button', { name: /editor@rundbrief\.example/ }).click();
    await page.getByRole('link', { name: 'Schule & Region' }).click();
    await page.getByRole('link', { name: 'Leserinnen und Leser' }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await journey.end();
    publisher.close();
  });

  /** Every page on the way fits a phone, and no address stands in its own or its title. */
  const isProper = async () => {
    expect(await overflow(page)).toBe(0);
    expect(decodeURIComponent(page.url())).not.toContain('@');
    expect(await page.title()).not.toContain('@');
  };

  it('sees how many there are, and who', async () => {
    await page.getByText('Alle wurden gezählt').waitFor();
    expect(await page.locator('.figure strong').allTextContents()).toEqual(['2', '0', '0', '0']);
    expect((await page.locator('.rows .title').allTextContents()).toSorted()).toEqual([ADA, BEN]);
    await isProper();
  });

  it('finds somebody by their address, and the proof with the very text they agreed to', async () => {
    await page.getByLabel('E-Mail-Adresse').fill(ADA.toUpperCase());
    await page.getByRole('button', { name: 'Finden' }).click();
    await page.getByRole('heading', { name: ADA, level: 1 }).waitFor();
    expect(await page.locator('.entry h3').allTextContents()).toEqual([
      'Angemeldet',
      expect.stringMatching(/^Mail mit der Frage/),
      'Bestätigt',
    ]);
    expect(await page.locator('blockquote').textContent()).toMatch(/^Ja, .* darf mir den Newsletter „Schule & Region“/);
    await isProper();
  });

  it('notes a field, which a segment can ask for', async () => {
    const added = page.getByRole('group', { name: 'Ein weiteres Feld' });
    await added.getByLabel('Name').fill('Ort');
    await added.getByLabel('Wert').fill('Bochum');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Gespeichert.').waitFor();
    await page.getByRole('link', { name: 'Leserinnen und Leser' }).click();
    await page.getByRole('link', { name: 'Segmente' }).click();
    await page.getByLabel('Name').fill('Bochum');
    await page.getByLabel('Was Sie sonst wissen').fill('Ort = bochum, Herne');
    await isProper();
    await page.getByRole('button', { name: 'Segment anlegen' }).click();
    await page.getByText('Das Segment ist angelegt.').waitFor();
    expect(await page.locator('.figure strong').textContent()).toBe('1');
    await isProper();
  });

  it('sends an edition to the segment alone', async () => {
    const outcome = await compose(journey);
    if (outcome.kind !== 'composed') throw new Error(outcome.reason);
    await page.goto(`${journey.url}/console/editions/${outcome.editionId}/send`);
    await page.getByLabel('Senden an').selectOption({ label: 'nur „Bochum“ (1)' });
    await isProper();
    await page.getByRole('button', { name: 'Jetzt senden' }).click();
    await page.getByText('Die Rechnung geht auf').waitFor({ timeout: 40_000 });
    await page.getByText('Nur an das Segment „Bochum“ gesandt.').waitFor();
    // The mail that asked whether it was her, and the edition; to him neither.
    expect([(await journey.mailTo(ADA)).length, (await journey.mailTo(BEN)).length]).toEqual([2, 0]);
  });

  it('unsubscribes and erases somebody, and both are found to have left', async () => {
    await page.goto(`${journey.url}/console/publications/schule/subscribers`);
    await page.getByRole('link', { name: BEN }).click();
    await page.getByRole('link', { name: 'Abmelden …' }).click();
    await page.getByRole('main').getByRole('button', { name: 'Abmelden' }).click();
    await page.getByText('von der Redaktion abgemeldet').first().waitFor();
    await isProper();
    await page.getByRole('link', { name: 'Alles löschen …' }).click();
    await page.getByRole('button', { name: 'Alles löschen' }).click();
    await page.getByText('Alles wurde gelöscht.').waitFor();
    expect(await page.textContent('main')).not.toContain(BEN);
    await isProper();
  });

  it('is told of who is not here, and nothing is kept of the search', async () => {
    await page.goto(`${journey.url}/console/publications/schule/subscribers`);
    await page.getByLabel('E-Mail-Adresse').fill('niemand@schule.example');
    await page.getByRole('button', { name: 'Finden' }).click();
    await page.getByText('Diese Adresse steht nicht in der Liste').waitFor();
    expect(journey.printed.join('\n')).not.toContain('niemand@');
    await isProper();
  });
});

/** By how many pixels the page is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');
