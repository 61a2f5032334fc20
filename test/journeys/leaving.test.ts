import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { openBrowser } from '../browser.ts';
import { audienceItems } from './audience-items.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, send, sendEdition, subscribe } from './steps.ts';

const READER = 'leserin@example.net';
const OTHER = 'leser@example.net';
const NEW = 'leserin@example.org';
const PHONE = { width: 390, height: 800 };

describe('a reader who decides what they get, and leaves', () => {
  let journey: Journey;
  let publisher: Publisher;
  let browser: Browser;
  let page: Page;
  let links: { preferences: string; unsubscribe: string };
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Ein Termin', text: 'Text' }]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
    await applySecond(journey);
    for (const address of [READER, OTHER]) await subscribe(journey, address);
    await journey.api.post('/publications/rathaus/subscribers', { address: READER, proof: 'Papier' }, z.unknown());
    await sendEdition(journey);
    links = await linksIn(1, READER);
    browser = await openBrowser();
    // Without scripts: nothing here needs one.
    page = await (await browser.newContext({ javaScriptEnabled: false, viewport: PHONE, locale: 'de-DE' })).newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await journey.end();
    publisher.close();
  });

  const linksIn = async (nth: number, address: string) => {
    const { text = '', headers } = await journey.receive(address, nth);
    const [preferences = ''] = /http\S+\/preferences\?t=[\w-]+/.exec(text) ?? [];
    const { unsubscribe } = headers.get('list') as unknown as { unsubscribe: { url: string } };
    return { preferences, unsubscribe: unsubscribe.url };
  };
  const post = (link: string, init: RequestInit = {}) => fetch(link, { method: 'POST', redirect: 'manual', ...init });
  const press = async (name: string) => {
    const button = page.getByRole('button', { name, exact: true });
    await Promise.all([page.waitForEvent('load'), button.click()]);
    await page.getByRole('status').waitFor();
  };
  const subscriptions = async () => {
    const items = Object.entries(await audienceItems(journey)).filter(([key]) => key.startsWith('pub#'));
    return items.map(([key, item]) => ({ publication: key.split('#')[1], ...item })) as Record<string, unknown>[];
  };
  const held = async (address: string, publication = 'schule') =>
    (await subscriptions()).find((one) => one.address === address && one.publication === publication);

  it('chooses topics and language on a telephone, with the keyboard alone', async () => {
    await page.goto(links.preferences);
    await page.getByLabel('Termine').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await page.getByRole('status').getByText('Ihre Einstellungen sind gespeichert.').waitFor();
    expect(await held(READER)).toMatchObject({ topics: ['foerderung'], language: 'de', status: 'confirmed' });
    await page.getByLabel('Termine').check();
    await press('Speichern');
    expect(await held(READER)).toMatchObject({ topics: [] });
  });

  it('takes a break, gets nothing meanwhile, and ends it', async () => {
    await press('2 Wochen');
    expect(await page.getByRole('status').textContent()).toContain('Ihre Pause ist eingetragen');
    const { pausedUntil } = (await held(READER)) ?? {};
    expect(new Date(String(pausedUntil)).getTime()).toBeGreaterThan(Date.now() + 12 * 86_400_000);
    publisher.publish({ id: 'b', title: 'Noch ein Termin', text: 'Text' });
    await poll(journey);
    const outcome = await compose(journey);
    const report = await send(journey, outcome.kind === 'composed' ? outcome.editionId : '');
    expect(report).toMatchObject({ audience: 1, accepted: 1 });
    expect(await journey.mailTo(READER)).toHaveLength(1);
    await press('Pause beenden');
    expect(await held(READER)).not.toHaveProperty('pausedUntil');
  });

  it('leaves with one press, and takes it back with another', async () => {
    await press('Von diesem Newsletter abmelden');
    expect(await held(READER)).toMatchObject({ status: 'ended', endedBecause: 'unsubscribed' });
    expect(await held(READER, 'rathaus')).toMatchObject({ status: 'confirmed' });
    await press('Abmeldung rückgängig machen');
    expect(await held(READER)).toMatchObject({ status: 'confirmed', topics: [] });
    await page.getByRole('link', { name: /Pause machen/ }).click();
    expect(await page.locator('h1').textContent()).toBe('Ihre Einstellungen');
  });

  it('changes the address, in all newsletters at once', async () => {
    await page.getByLabel('Neue E-Mail-Adresse').fill(NEW);
    await press('Link schicken');
    const [link = ''] = /http\S+\/confirm-address\?t=[\w-]+/.exec((await journey.receive(NEW)).text ?? '') ?? [];
    await page.goto(link);
    expect(await page.locator('main li').allTextContents()).toEqual(['Schule & Region', 'Rathaus']);
    await press('Neue Adresse bestätigen');
    for (const publication of ['schule', 'rathaus']) {
      expect(await held(NEW, publication)).toMatchObject({ status: 'confirmed', origin: 'address-change' });
      expect(await held(READER, publication)).toMatchObject({ status: 'ended', endedBecause: 'address-change' });
    }
  });

  it('gets the next edition at the new address, and nothing at the former one', async () => {
    publisher.publish({ id: 'c', title: 'Und noch ein Termin', text: 'Text' });
    await poll(journey);
    expect(await sendEdition(journey)).toMatchObject({ audience: 2, accepted: 2 });
    // The edition of before, and the notice that another address was given.
    expect(await journey.mailTo(READER)).toHaveLength(2);
    links = await linksIn(2, NEW);
  });

  it('leaves everything with one press, and takes that back as well', async () => {
    await page.goto(links.unsubscribe);
    await press('Von allen Newslettern abmelden');
    for (const publication of ['schule', 'rathaus'])
      expect(await held(NEW, publication)).toMatchObject({ status: 'ended' });
    await press('Abmeldung rückgängig machen');
    for (const publication of ['schule', 'rathaus']) {
      expect(await held(NEW, publication)).toMatchObject({ status: 'confirmed' });
    }
  });

  const multipart = new FormData();
  multipart.set('List-Unsubscribe', 'One-Click');
  it.each<{ what: string; init: RequestInit }>([
    { what: 'as a form', init: { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) } },
    { what: 'as multipart', init: { body: multipart } },
    { what: 'without a body', init: {} },
    { what: 'with any other body', init: { body: '{"no":"form"}', headers: { 'content-type': 'application/json' } } },
    { what: 'with bytes that are no text', init: { body: Uint8Array.from([0, 255, 254]) } },
  ])('is let go by a mailbox provider that posts $what, once and again', async ({ init }) => {
    const { unsubscribe } = await linksIn(1, OTHER);
    for (let times = 0; times < 2; times += 1) {
      const answer = await post(unsubscribe, init);
      expect([answer.status, answer.headers.get('set-cookie'), answer.headers.get('location')]).toEqual([
        200,
        null,
        null,
      ]);
    }
    expect(await held(OTHER)).toMatchObject({ status: 'ended', endedBecause: 'unsubscribed' });
  });

  it('is let go by the links of older mails, which end what has moved', async () => {
    const { unsubscribe } = await linksIn(1, READER);
    expect((await post(unsubscribe)).status).toBe(200);
    expect(await held(NEW)).toMatchObject({ status: 'ended', endedBecause: 'unsubscribed' });
    expect(await held(NEW, 'rathaus')).toMatchObject({ status: 'confirmed' });
  });

  it('finds nothing that does not fit a telephone', async () => {
    for (const link of [links.unsubscribe, links.preferences]) {
      await page.goto(link);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    }
  });

  it('needs no right that a function does not have', () => {
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });
});

/** Another newsletter of the same house. */
async function applySecond({ api }: Journey): Promise<void> {
  const yaml = stringify({
    id: 'rathaus',
    title: 'Rathaus',
    description: 'Aus dem Rathaus',
    language: 'de',
    timeZone: 'Europe/Berlin',
    siteUrl: 'https://rathaus.example/',
    sender: { name: 'Rathaus' },
    imprint: ['Rathaus', 'Am Markt 1, 45127 Essen'],
    digests: [{ id: 'weekly', cadence: 'weekly', weekday: 'monday', time: '08:00' }],
  });
  await api.post('/publications', { yaml }, z.unknown());
}
