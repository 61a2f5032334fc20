import { load } from 'cheerio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { until } from '../../bin/cli/waiting.ts';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey, logsOf } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, poll, sendEdition, subscribe } from './steps.ts';

/** As few as figures are shown of. */
const AGREE = Array.from({ length: 10 }, (_, number) => `ja-${number}@example.net`);
const [FIRST = '', SECOND = ''] = AGREE;
const REFUSES = 'nein@example.net';
const MAILBOX = 'Mailbox/7.1 (a program that nobody may remember)';
const PATIENCE = { timeoutMs: 30_000, firstPauseMs: 50 };

let journey: Journey;
let publisher: Publisher;
beforeAll(async () => {
  publisher = await openPublisher([{ id: 'eins', title: 'Der erste Artikel', text: 'Ein Bericht.' }]);
  journey = await beginJourney();
  await applyPublication(journey, publisher.feedUrl, [], { tracking: true });
  for (const address of [...AGREE, REFUSES]) await subscribe(journey, address);
  await poll(journey);
});
afterAll(async () => {
  await journey.end();
  publisher.close();
});

/** What a mailbox shows of the nth mail to an address. */
async function shownTo(address: string, nth: number) {
  await journey.receive(address, nth);
  const mail = (await journey.mailTo(address))[nth - 1];
  const html = await (await fetch(`${journey.url}/_local/mail/${mail?.id}.html`)).text();
  const page = load(html);
  const links = page('a[href^="http"]')
    .toArray()
    .map(({ attribs }) => attribs.href ?? '');
  return {
    id: mail?.id ?? '',
    tags: mail?.tags ?? {},
    html,
    links,
    picture: page('img[src*="/_ses/I0/"]').attr('src'),
  };
}

/** Opens the preferences by the link in a mail, and sends the form about counting back with its box ticked or not. */
async function decide(address: string, isTicked: boolean): Promise<void> {
  const { links } = await shownTo(address, 1);
  const preferences = links.find((link) => link.includes('/preferences?t=')) ?? '';
  expect(preferences.startsWith(journey.url)).toBe(true);
  const page = load(await (await fetch(preferences)).text());
  const value = page('input[name="tracking"]').attr('value') ?? '';
  expect(value).not.toBe('');
  const body = new URLSearchParams({ action: 'tracking', ...(isTicked ? { tracking: value } : {}) });
  expect((await fetch(preferences, { method: 'POST', body })).status).toBe(200);
}

async function publish(title: string): Promise<z.infer<typeof reportAnswer>> {
  publisher.publish({ id: title, title, text: `Ein Bericht über ${title}.` });
  await poll(journey);
  return sendEdition(journey);
}

const mailbox = (address: string) => fetch(address, { redirect: 'manual', headers: { 'user-agent': MAILBOX } });
const figuresOf = async (edition: string) =>
  (await journey.api.get(`/editions/${edition}/report`, reportAnswer)).tracking?.figures;
const isPersonal = (link: string) => /\/(?:unsubscribe|preferences)\?t=/.test(link);

it('counts opens and clicks of who has agreed, of nobody else, and no longer than they want', {
  timeout: 240_000,
}, async () => {
  const first = await sendEdition(journey);
  expect(first.tracking).toEqual({ readers: 0, leastReaders: 10, figures: null });
  expect((await shownTo(FIRST, 1)).html).not.toContain('/_ses/');
  for (const address of AGREE) await decide(address, true);

  const { edition } = await publish('Zwei');
  const tracked = await shownTo(FIRST, 2);
  const other = await shownTo(REFUSES, 2);
  // The same edition: one with a picture and other links, one as it was written.
  expect(tracked.picture).toBe(`${journey.url}/_ses/I0/${tracked.id}`);
  expect(other.html).not.toContain('/_ses/');
  expect([tracked.tags.track, other.tags.track]).toEqual(['1', undefined]);
  const untouched = tracked.links.filter((link) => !link.includes('/_ses/L0/'));
  expect(untouched.length).toBeGreaterThan(1);
  expect(untouched.every(isPersonal)).toBe(true);
  expect(tracked.links.filter(isPersonal)).toEqual(untouched);
  expect(tracked.html).not.toContain('no-track');
  expect(tracked.links.length).toBe(other.links.length);

  const at = tracked.links.findIndex((link) => link.includes('/_ses/L0/'));
  const followed = tracked.links[at] ?? '';
  expect((await mailbox(tracked.picture ?? '')).status).toBe(200);
  expect((await mailbox(followed)).headers.get('location')).toBe(other.links[at]);
  // So soon after sending it can only have been a program.
  const figures = await until(async () => {
    const now = await figuresOf(edition);
    return now?.opens.raw && now.clicks.raw ? now : undefined;
  }, PATIENCE);
  expect(figures).toEqual({
    opens: { raw: 1, filtered: 0 },
    clicks: { raw: 1, filtered: 0 },
    links: [{ position: expect.any(Number), url: other.links[at], raw: 1, filtered: 0 }],
  });

  // An hour later somebody reads it.
  const sentAt = new Date();
  const read = { timestamp: new Date(sentAt.getTime() + 3_600_000).toISOString(), userAgent: MAILBOX };
  const tags = Object.fromEntries(Object.entries(tracked.tags).map(([name, value]) => [name, [value]]));
  const mail = { messageId: tracked.id, timestamp: sentAt.toISOString(), tags };
  for (const event of [
    { eventType: 'Open', open: { ...read, ipAddress: '192.0.2.77' }, mail },
    { eventType: 'Click', click: { ...read, ipAddress: '192.0.2.77', link: other.links[at] }, mail },
  ]) {
    const told = await fetch(`${journey.url}/_local/ses-events`, { method: 'POST', body: JSON.stringify(event) });
    expect(told.status).toBe(200);
  }
  const later = await until(async () => {
    const now = await figuresOf(edition);
    return now?.opens.filtered && now.clicks.filtered ? now : undefined;
  }, PATIENCE);
  expect(later).toMatchObject({
    ...{ opens: { raw: 1, filtered: 1 }, clicks: { raw: 1, filtered: 1 } },
    links: [{ url: other.links[at], raw: 1, filtered: 1 }],
  });

  await decide(SECOND, false);
  const third = await publish('Drei');
  expect((await shownTo(SECOND, 3)).html).not.toContain('/_ses/');
  expect((await shownTo(FIRST, 3)).picture).toBeDefined();
  const counted = await until(async () => {
    const { tracking } = await journey.api.get(`/editions/${third.edition}/report`, reportAnswer);
    return tracking?.readers === 9 ? tracking : undefined;
  }, PATIENCE);
  // Of so few the sums could tell what one of them did.
  expect(counted).toEqual({ readers: 9, leastReaders: 10, figures: null });

  for (const text of logsOf(journey)) {
    for (const secret of ['Mailbox/7.1', '192.0.2.77', FIRST]) expect(text).not.toContain(secret);
  }
  const dead = await (await fetch(`${journey.url}/_local/dead-letters.json`)).json();
  expect(JSON.stringify(dead)).not.toContain('Mailbox/7.1');
});
