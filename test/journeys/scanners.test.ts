import { load } from 'cheerio';
import type { ParsedMail } from 'mailparser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { audienceAtRest, audienceItems } from './audience-items.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { confirmLinkIn, signUp } from './reader.ts';
import { applyPublication, poll, sendEdition } from './steps.ts';

const READER = 'leserin@example.net';
const NEW = 'leserin@example.org';

/** Programs that check mails open every link, many of them in a browser that runs scripts. */
describe('a program that opens every link of every mail', () => {
  let journey: Journey;
  let publisher: Publisher;
  let browser: Browser;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Erster Beitrag', text: 'Text' }]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await journey.end();
    publisher.close();
  });

  const post = (link: string, fields: Record<string, string> = {}) =>
    fetch(link, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const linkTo = (page: string, links: string[]) => {
    const found = links.find((link) => new URL(link).pathname === page);
    if (!found) throw new Error(`There is no link to ${page} among ${links.join(' ')}`);
    return found;
  };
  const kindsOf = (links: string[]) => [...new Set(links.map((link) => new URL(link).pathname.split('/')[1]))].sort();

  it('confirms no sign-up', async () => {
    expect((await signUp(journey, READER)).status).toBe(200);
    const links = linksOf(await journey.receive(READER), journey.url);
    expect(kindsOf(links)).toEqual(['confirm']);
    await expectUntouched(links);
    const [status] = await statuses();
    expect(status).toBe('pending');
  });

  it('ends, changes, moves and erases nothing', async () => {
    await post(confirmLinkIn((await journey.receive(READER)).text));
    await sendEdition(journey);
    const edition = linksOf(await journey.receive(READER, 2), journey.url);
    expect(kindsOf(edition)).toEqual(expect.arrayContaining(['archive', 'preferences', 'unsubscribe']));
    const preferences = linkTo('/preferences', edition);
    expect((await post(preferences, { action: 'data' })).status).toBe(200);
    expect((await post(preferences, { action: 'address', address: NEW })).status).toBe(200);
    // The address so far is told of the new one, in any order with what they asked for.
    const asked = [await journey.receive(READER, 3), await journey.receive(READER, 4), await journey.receive(NEW)];
    const mailed = asked.flatMap((mail) => linksOf(mail, journey.url));
    expect(kindsOf(mailed)).toEqual(['confirm-address', 'my-data']);
    await expectUntouched([...edition, ...mailed, confirmLinkIn((await journey.receive(READER)).text)]);
    expect(await statuses()).toEqual(['confirmed']);
  });

  it('nor does it open a door that a person finds closed afterwards', async () => {
    const links = linksOf(await journey.receive(NEW), journey.url);
    expect((await post(linkTo('/confirm-address', links))).status).toBe(200);
    expect((await statuses()).sort()).toEqual(['confirmed', 'ended']);
    const edition = linksOf(await journey.receive(READER, 2), journey.url);
    // The link of the mail to the former address ends what has moved.
    expect((await post(linkTo('/unsubscribe', edition), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect(await statuses()).toEqual(['ended', 'ended']);
    await expectUntouched([...links, ...edition]);
  });

  it('needs no right that a function does not have', () => {
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });

  async function statuses(): Promise<unknown[]> {
    const items = Object.entries(await audienceItems(journey));
    return items.filter(([key]) => key.startsWith('pub#')).map(([, { status }]) => status);
  }

  /** Asks with GET and HEAD, and looks with a browser, at each link and at each link of our own behind it. */
  async function expectUntouched(links: string[]): Promise<void> {
    const before = await audienceAtRest(journey);
    for (const link of links) {
      for (const method of ['GET', 'HEAD', 'GET']) await fetch(link, { method });
    }
    const context = await browser.newContext({ locale: 'de-DE' });
    const page = await context.newPage();
    const opened: string[] = [];
    const open = async (link: string) => {
      opened.push(link);
      await page.goto(link, { waitUntil: 'networkidle' });
    };
    for (const link of links) {
      await open(link);
      const behind: string[] = await page.locator('a[href]').evaluateAll((found) => found.map((a) => String(a.href)));
      for (const next of new Set(behind)) if (isOurs(next, journey.url) && !opened.includes(next)) await open(next);
    }
    await context.close();
    expect(opened.length).toBeGreaterThanOrEqual(links.length);
    expect(await audienceAtRest(journey)).toEqual(before);
  }
});

const isOurs = (link: string, site: string) => link.startsWith(`${site}/`) && !link.startsWith(`${site}/_local`);

/** In its headers, its text and its HTML: those that lead to us. */
function linksOf({ headers, text = '', html }: ParsedMail, site: string): string[] {
  const inHtml = load(html || '')('[href], [src]')
    .toArray()
    .map(({ attribs }) => attribs.href ?? attribs.src ?? '');
  const inText = `${text} ${JSON.stringify([...headers.values()])}`.match(/https?:\/\/[^\s"<>\\)\]]+/g) ?? [];
  return [...new Set([...inText, ...inHtml])].filter((link) => isOurs(link, site));
}
