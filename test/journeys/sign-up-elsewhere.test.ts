import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { load } from 'cheerio';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeLocalStage } from '../../bin/synthesize.ts';
import { openBrowser } from '../browser.ts';
import { type BotCheckService, openBotCheckService } from './bot-check-service.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication } from './steps.ts';

const READER = 'leser@example.net';

/** Another website: one page with a form that was copied from ours. */
async function openSchool(form: string): Promise<{ url: string; server: Server }> {
  const page = `<!doctype html><html lang="de"><title>Schule</title><h1>Unser Newsletter</h1>${form}`;
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/service/?von=${READER}`, server };
}

const copied = async ({ url }: Journey) =>
  load(await (await fetch(`${url}/subscribe/schule/embed`)).text())('#snippet').text();

describe('the form on another website', () => {
  let journey: Journey;
  let publisher: Publisher;
  let browser: Browser;
  let school: Awaited<ReturnType<typeof openSchool>>;
  beforeAll(async () => {
    publisher = await openPublisher([]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    school = await openSchool(await copied(journey));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    school.server.closeAllConnections();
    school.server.close();
    await journey.end();
    publisher.close();
  });

  it('works in a browser without scripts, and brings its sender to our answer and a mail', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
    await page.goto(school.url);
    expect(await page.locator('input[name=homepage]').isVisible()).toBe(false);
    await page.getByLabel('E-Mail-Adresse').fill(READER);
    await page.getByLabel('Förderung').check();
    await page.getByRole('button', { name: 'Anmelden' }).click();
    expect(await page.locator('h1').textContent()).toBe('Bitte schauen Sie in Ihr Postfach');
    expect(page.url()).toBe(`${journey.url}/subscribe/schule`);
    expect((await journey.receive(READER)).text).toContain('/confirm?t=');
  });

  it('is copied with a button where there are scripts', async () => {
    const page = await browser.newPage({ locale: 'de-DE' });
    await page.goto(`${journey.url}/subscribe/schule/embed`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: journey.url });
    await page.getByRole('button', { name: 'Kopieren' }).click();
    await page.getByRole('status').filter({ hasText: 'Kopiert' }).waitFor({ state: 'attached' });
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await copied(journey));
  });

  it('cannot be sent from its preview', async () => {
    const page = await browser.newPage({ locale: 'de-DE' });
    await page.goto(`${journey.url}/subscribe/schule/embed`);
    await page.locator('.preview').scrollIntoViewIfNeeded();
    await page.locator('.preview button').click({ force: true });
    expect(page.url()).toBe(`${journey.url}/subscribe/schule/embed`);
    expect(await page.evaluate("document.activeElement?.closest('.preview')")).toBeNull();
  });
});

describe('a form that a service checks for robots', () => {
  let journey: Journey;
  let publisher: Publisher;
  let browser: Browser;
  let service: BotCheckService;
  let assembly: Awaited<ReturnType<typeof synthesizeLocalStage>>;
  beforeAll(async () => {
    service = await openBotCheckService();
    assembly = await synthesizeLocalStage({
      botCheckSiteKey: 'site-key',
      botCheckScriptUrl: `${service.url}/api.js`,
      botCheckVerifyUrl: `${service.url}/siteverify`,
    });
    publisher = await openPublisher([]);
    journey = await beginJourney(assembly.folder);
    await applyPublication(journey, publisher.feedUrl);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await journey.end();
    publisher.close();
    service.close();
    assembly.remove();
  });

  it('runs its widget under our policy, and takes whoever ticks the box', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(`${journey.url}/subscribe/schule`);
    await page.getByLabel('E-Mail-Adresse').fill(READER);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('ist nicht gelungen');
    expect(await page.getByLabel('E-Mail-Adresse').inputValue()).toBe(READER);
    await page.frameLocator('.cf-turnstile iframe').getByLabel('Mensch').check();
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByText('Bitte schauen Sie in Ihr Postfach').waitFor();
    expect(refused.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]).toMatchObject({ response: expect.stringMatching(/^person-/), remoteip: '127.0.0.1' });
    expect((await journey.receive(READER)).text).toContain('/confirm?t=');
  });

  it('lets in no script of anybody else', async () => {
    const page = await browser.newPage();
    await page.goto(`${journey.url}/subscribe/schule`);
    const ran = page.evaluate(`
      new Promise((resolve) => {
        addEventListener('securitypolicyviolation', () => resolve('stopped'));
        document.head.append(Object.assign(document.createElement('script'), { src: 'http://127.0.0.1:9/else.js' }));
      })
    `);
    expect(await ran).toBe('stopped');
  });
});
