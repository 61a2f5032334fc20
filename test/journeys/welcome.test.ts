import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { editionAnswer } from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { confirmLinkIn, signUp } from './reader.ts';
import { applyPublication, poll, sendEdition, subscribe } from './steps.ts';

const FIRST = 'erste@example.net';
const LATER = 'spaeter@example.net';

describe('a publication that greets', () => {
  let journey: Journey;
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Erster Beitrag', text: 'Text' }]);
    journey = await beginJourney();
    const welcome = { text: 'Willkommen im Kreis!\n\nWir schreiben montags.', latestEdition: true };
    await applyPublication(journey, publisher.feedUrl, [], { welcome });
    await poll(journey);
    await subscribe(journey, 'alte@example.net');
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  it('greets who confirms, in its own words, before there is any edition', async () => {
    await signUp(journey, FIRST);
    const link = confirmLinkIn((await journey.receive(FIRST)).text);
    for (let press = 0; press < 2; press += 1) expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    const { subject, text, headers } = await journey.receive(FIRST, 2);
    expect(subject).toBe('Willkommen: „Schule & Region“');
    expect(text).toContain('Willkommen im Kreis!\n\nWir schreiben montags.');
    expect(text).not.toContain('LETZTEN AUSGABE');
    expect(headers.has('auto-submitted')).toBe(false);
  });

  it('shows who comes later what they missed', async () => {
    const { edition } = await sendEdition(journey);
    // The sweep that tells an edition that its campaign is closed comes once a minute.
    await fetch(`${journey.url}/_local/tick`, { method: 'POST' });
    const isSent = async () => (await journey.api.get(path`/editions/${edition}`, editionAnswer)).status === 'sent';
    expect(await until(async () => (await isSent()) || undefined, { timeoutMs: 20_000 })).toBe(true);
    await signUp(journey, LATER);
    await fetch(confirmLinkIn((await journey.receive(LATER)).text), { method: 'POST' });
    const { text, html } = await journey.receive(LATER, 2);
    for (const part of [text, html]) expect(part).toContain('Erster Beitrag');
    const [archive = ''] = /http\S+\/archive\/\S+/.exec(text ?? '') ?? [];
    expect((await fetch(archive)).status).toBe(200);
  });

  it('is left from its welcome with one click of the mail program, and greets nobody twice', async () => {
    const { unsubscribe } = (await journey.receive(LATER, 2)).headers.get('list') as unknown as {
      unsubscribe: { url: string };
    };
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(unsubscribe.url, { method: 'POST', body, redirect: 'manual' })).status).toBe(200);
    expect(await journey.mailTo(FIRST)).toHaveLength(3);
    expect((await journey.mailTo(FIRST)).filter(({ tags }) => tags.purpose === 'welcome')).toHaveLength(1);
    expect(await journey.mailTo('alte@example.net')).toHaveLength(1);
  });

  it('needs no right that a function does not have', () => {
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });
});
