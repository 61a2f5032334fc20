import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consentWording } from '../../lambdas/audience/joining/consent-wording.ts';
import { proofAnswer } from '../../lambdas/console/answers-people.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { aPublication, at, Rooms } from './fake-rooms.ts';

let site: ConsoleUnderTest;
let publisher: EditorBrowser;
let german: EditorBrowser;
let onlyEditor: EditorBrowser;
beforeAll(async () => {
  site = await startConsole();
  publisher = await site.signedIn();
  german = await site.signedIn({ 'accept-language': 'de' });
  site.issuer.claims = { sub: 'person-2', 'cognito:groups': ['editor'] };
  onlyEditor = await site.signedIn();
});
afterAll(() => site.stop());
beforeEach(() => {
  Object.assign(site.rooms, new Rooms());
  const topics = ['schule', 'kita'].map((id) => ({ id, title: `Thema ${id}`, words: [] }));
  site.rooms.publications = [aPublication({ topics })];
});

const HOME = '/console/publications/ruhr/subscribers';
const audience = () => site.rooms.audience;
const textOf = async (path: string, browser = publisher) => (await browser.look(path)).text();
const reader = (name: string, changes: Partial<Subscription> = {}) =>
  site.rooms.reader(`${name}@reader.example`, changes);
const find = (subscriberId: string) => audience().subscriptions.find('ruhr', subscriberId);
const followed = async (answer: Response, browser = publisher) => {
  expect(answer.status).toBe(303);
  const path = answer.headers.get('location') ?? '';
  return { path, html: await textOf(path, browser) };
};

describe('the list of readers', () => {
  it('says how many there are of each kind, and what counting cost', async () => {
    reader('ada');
    reader('ben');
    reader('cem', { status: 'pending', confirmedAt: undefined });
    reader('dora', { status: 'ended', endedAt: at('2026-03-03T09:00:00Z') });
    reader('emil', { suppressedBecause: 'complaint' });
    const html = await textOf(HOME);
    for (const figure of [
      '2</strong> <small>get mail',
      '1</strong> <small>have not confirmed',
      '1</strong> <small>have left',
    ]) {
      expect(html).toContain(figure);
    }
    expect(html).toContain('Everybody was counted. It was billed as 32');
  });

  it('estimates a large list, with bounds, and counts it when asked', async () => {
    for (let number = 0; number < 1_500; number += 1) reader(`r${number}`);
    const estimated = await textOf(HOME);
    expect(estimated).toMatch(/about 1,\d{3}<\/strong>/);
    expect(estimated).toMatch(/1,\d{3} to 1,\d{3}/);
    expect(estimated).toContain('Estimated from four of the 64 parts');
    const [, exact = ''] = /href="([^"]*count=exact)"/.exec(estimated) ?? [];
    expect(await textOf(exact)).toContain('1,500</strong>');
  });

  it('goes on where a page ended, and shows everybody once', async () => {
    const names = Array.from({ length: 120 }, (_, number) => `r${number}`);
    for (const name of names) reader(name);
    const shown: string[] = [];
    let path = HOME;
    for (let page = 0; path && page < 5; page += 1) {
      const html = await textOf(path);
      shown.push(...[...html.matchAll(/>(r\d+)@reader\.example</g)].map(([, name = '']) => name));
      path = /class="button" href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    }
    expect(shown.toSorted()).toEqual(names.toSorted());
  });

  it.each([
    { query: 'status=suppressed', shows: ['emil'] },
    { query: 'status=confirmed', shows: ['ada', 'ben'] },
    { query: 'topic=kita', shows: ['ada', 'ben', 'emil'] },
    { query: 'topic=schule&status=confirmed', shows: ['ada'] },
    { query: 'cadence=daily', shows: ['ben'] },
    { query: 'language=en', shows: ['ben'] },
    { query: 'segment=english', shows: ['ben'] },
    { query: 'topic=gone&status=nonsense&cadence=hourly&after=..', shows: ['ada', 'ben', 'emil'] },
  ])('filtered by $query shows $shows', async ({ query, shows }) => {
    reader('ada');
    reader('ben', { topics: ['kita'], cadence: 'daily', language: 'en' });
    reader('emil', { suppressedBecause: 'complaint' });
    await audience().segments.add('ruhr', { id: 'english', title: 'English', filter: { languages: ['en'] } });
    const html = await textOf(`${HOME}?${query}`);
    expect([...html.matchAll(/>(\w+)@reader\.example</g)].map(([, name]) => name).toSorted()).toEqual(shows);
  });

  it('offers adding, importing and exporting to publishers only; the form for websites to all', async () => {
    const [all, some] = [await textOf(HOME), await textOf(HOME, onlyEditor)];
    for (const path of ['add', 'import', 'export']) {
      expect(all).toContain(`href="${HOME}/${path}"`);
      expect(some).not.toContain(`href="${HOME}/${path}"`);
    }
    for (const html of [all, some]) expect(html).toContain('/subscribe/ruhr/embed"');
    expect(some).toContain('may do that');
  });
});

describe('searching for an address', () => {
  it.each([
    { held: 'ada@reader.example', typed: 'ada@reader.example' },
    { held: 'ada@reader.example', typed: '  ADA@Reader.Example ' },
    { held: 'ada@xn--bcher-kva.example', typed: 'Ada@BÜCHER.example' },
  ])('finds $held by "$typed", and the page has an address without it', async ({ held, typed }) => {
    const subscriberId = site.rooms.reader(held);
    const { path, html } = await followed(await publisher.submit(`${HOME}/search`, { address: typed }));
    expect(path).toBe(`${HOME}/${subscriberId}`);
    expect(html).toContain(held);
    expect(/<title>([^<]*)/.exec(html)?.[1]).not.toContain('@');
  });

  it('says plainly that nobody is here, and keeps nothing of it', async () => {
    const before = JSON.stringify([...audience().subscriptions.held]);
    const answer = await publisher.submit(`${HOME}/search`, { address: 'nobody@reader.example' });
    const html = await answer.text();
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
    expect(html).toContain('This address is not in the list');
    expect(html).not.toContain('nobody@reader.example');
    expect(JSON.stringify([...audience().subscriptions.held])).toBe(before);
  });

  it.each([
    { reason: 'erased' as const, said: 'had everything about them erased' },
    { reason: 'permanent-bounce' as const, said: 'there is no such mailbox' },
  ])('says of one that is not here that it is suppressed: $reason', async ({ reason, said }) => {
    const subscriberId = reader('ada');
    audience().subscriptions.held.clear();
    await audience().suppressions.add({ subscriberId, reason, since: at('2026-03-02T09:00:00Z') });
    const html = await (await publisher.submit(`${HOME}/search`, { address: 'ada@reader.example' })).text();
    expect(html).toContain(said);
  });

  it('shows what remains of somebody who was erased: the proof, and no address', async () => {
    const subscriberId = reader('ada');
    await audience().people.keep({ subscriberId, address: 'ada@reader.example' }, 'ruhr');
    await audience().proofs.append({
      subscriberId,
      publicationId: 'ruhr',
      kind: 'confirmed',
      at: at('2026-03-02T09:00:00Z'),
    });
    await publisher.submit(`${HOME}/${subscriberId}/erase`);
    expect(await find(subscriberId)).toBeUndefined();
    const { html } = await followed(await publisher.submit(`${HOME}/search`, { address: 'ada@reader.example' }));
    expect(html).toContain('Everything about this person was erased');
    expect(html).toContain('Confirmed');
    expect(html).not.toContain('ada@reader.example');
  });

  it.each([
    { typed: '', said: 'An email address is missing' },
    { typed: 'ada', said: 'looks like name@example.org' },
    { typed: 'ädä@reader.example', said: 'such as an umlaut' },
    { typed: 'ada@reader.example\r\nBcc: x@y.example', said: 'not one we can write to' },
    { typed: `${'a'.repeat(380)}@reader.example`, said: 'too long' },
  ])('of "$typed" says what is wrong', async ({ typed, said }) => {
    const answer = await publisher.submit(`${HOME}/search`, { address: typed });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(said);
  });

  it('only works from our own page', async () => {
    const answer = await publisher.submit(
      `${HOME}/search`,
      { address: 'a@b.example' },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(answer.status).toBe(403);
  });
});

describe('adding one person', () => {
  const wish = {
    address: 'New@Reader.example',
    proof: 'Formular vom 1. März',
    topic: 'kita',
    cadence: 'daily',
    language: 'en',
  };

  it('needs a proof, and says who vouches for it', async () => {
    expect(await textOf(`${HOME}/add`)).toContain('What proves that this person asked for mail?');
    const { path, html } = await followed(await publisher.submit(`${HOME}/add`, wish));
    expect(path).toMatch(/subscribers\/[\w-]{22}\?did=added$/);
    expect(html).toContain('Added.');
    expect(html).toContain('Thema kita (daily)');
    expect(html).toContain('Formular vom 1. März');
    expect([...audience().subscriptions.held.values()]).toMatchObject([{ status: 'confirmed', origin: 'editor' }]);
  });

  it.each([
    { lacks: 'proof', changes: { proof: ' ' }, said: 'Say what proves' },
    { lacks: 'address', changes: { address: 'no address' }, said: 'looks like' },
  ])('without a $lacks keeps what was typed, and says so', async ({ changes, said }) => {
    const answer = await publisher.submit(`${HOME}/add`, { ...wish, ...changes });
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain(said);
    expect(html).toMatch(/value="daily" selected/);
    expect(audience().subscriptions.held.size).toBe(0);
  });

  it('never brings back who has left', async () => {
    reader('new', { status: 'ended', endedAt: at('2026-03-03T09:00:00Z') });
    const answer = await german.submit(`${HOME}/add`, { ...wish, address: 'new@reader.example' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('zurückkommen kann nur sie selbst');
  });
});

describe('a person', () => {
  const wording = consentWording('de', 'weekly', { title: 'Bildungsnetz Ruhr', sender: 'Bildungsnetz Ruhr' });

  async function ada(changes: Partial<Subscription> = {}): Promise<string> {
    const subscriberId = reader('ada', changes);
    const who = { subscriberId, publicationId: 'ruhr' };
    await audience().people.keep({ subscriberId, address: 'ada@reader.example' }, 'ruhr');
    const { text, ...named } = wording;
    const visit = { network: '192.0.2.77', userAgent: 'Firefox <script>' };
    await audience().proofs.append({
      ...who,
      ...visit,
      kind: 'requested',
      at: at('2026-03-02T08:30:00Z'),
      wording: named,
    });
    await audience().proofs.append({ ...who, ...visit, kind: 'confirmed', at: at('2026-03-02T09:00:00Z') });
    return `${HOME}/${subscriberId}`;
  }
  const idIn = (path: string) => path.slice(-22);

  it('is shown with what they get, and the whole proof with the text they agreed to', async () => {
    const path = await ada({
      topics: ['schule', 'kita'],
      cadences: { kita: 'daily' },
      origin: 'embedded',
      fields: { Ort: 'Bochum' },
    });
    const html = await textOf(path, german);
    expect(html).toContain('Thema schule (wöchentlich), Thema kita (täglich)');
    expect(html).toContain('ein Formular auf einer anderen Website');
    expect(html).toMatch(/Mo\., 2\. März 2026.*09:30.*MEZ/);
    expect(html).toContain('192.0.2.77');
    expect(html).toContain(wording.version);
    expect(html).toContain(wording.text.replaceAll('"', '&quot;'));
    expect(html).toContain('Firefox &lt;script&gt;');
    expect(html).toMatch(/name="name" value="Ort"/);
  });

  it('takes their proof along as a file and as a page for paper', async () => {
    const path = await ada();
    const file = await publisher.look(`${path}/proof.json`);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="proof-ruhr-${idIn(path)}.json"`);
    const proof = proofAnswer.parse(await file.json());
    expect(proof.entries.map(({ kind }) => kind)).toEqual(['requested', 'confirmed']);
    expect(proof.entries[0]?.wording).toEqual({ version: wording.version, sha256: wording.hash, text: wording.text });
    const page = await textOf(`${path}/proof`);
    expect(page).toContain('ada@reader.example');
    expect(page).not.toContain('<form method="post" action="/console/publications');
  });

  it('whose text cannot be told any more is shown none rather than a wrong one', async () => {
    const subscriberId = reader('ben');
    const forged = { version: wording.version, hash: 'f'.repeat(64) };
    await audience().proofs.append({
      subscriberId,
      publicationId: 'ruhr',
      kind: 'requested',
      at: at('2026-03-02T08:30:00Z'),
      wording: forged,
    });
    const html = await textOf(`${HOME}/${subscriberId}`);
    expect(html).toContain(forged.hash);
    expect(html).not.toContain('Agreed to this text');
  });

  it('gets fields, changed and taken away', async () => {
    const path = await ada({ fields: { Ort: 'Bochum', Rolle: 'Leitung' } });
    const form = new URLSearchParams([
      ['name', 'Ort'],
      ['value', 'Essen'],
      ['name', 'Rolle'],
      ['value', ''],
      ['name', ' Schule '],
      ['value', 'Goethe'],
    ]);
    const answer = await publisher.send(`${path}/fields`, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    const { html } = await followed(answer);
    expect(html).toContain('Saved.');
    expect((await find(idIn(path)))?.fields).toEqual({ Ort: 'Essen', Schule: 'Goethe' });
  });

  it('is unsubscribed after a question, once, and the proof says by whom', async () => {
    const path = await ada();
    expect(await textOf(`${path}/end`)).toContain('Unsubscribe this person?');
    expect(await find(idIn(path))).toMatchObject({ status: 'confirmed' });
    const { html } = await followed(await publisher.submit(`${path}/end`));
    expect(html).toContain('ended by an editor');
    await publisher.submit(`${path}/end`);
    const entries = await audience().proofs.list('ruhr', idIn(path));
    expect(entries.filter(({ kind }) => kind === 'ended')).toMatchObject([
      { statement: 'editor', by: expect.any(String) },
    ]);
    expect(await find(idIn(path))).toMatchObject({ status: 'ended', endedBecause: 'editor' });
    expect(html).not.toContain(`${path}/end"`);
  });

  it('is suppressed after a question', async () => {
    const path = await ada();
    const { html } = await followed(await publisher.submit(`${path}/suppress`));
    expect(html).toContain('An editor has suppressed it');
    expect(await find(idIn(path))).toMatchObject({ suppressedBecause: 'editor' });
  });

  it('of whom nothing is left after an erasure is not shown as a page that is not there', async () => {
    const subscriberId = reader('ben');
    const { path, html } = await followed(await publisher.submit(`${HOME}/${subscriberId}/erase`));
    expect(path).toMatch(/did=erased$/);
    expect(html).toContain('Everything was erased.');
    expect(html).not.toContain('ben@reader.example');
  });

  it.each(['end', 'suppress', 'erase'])('is left alone by who may only look: %s', async (act) => {
    const path = await ada();
    expect(await textOf(path, onlyEditor)).not.toContain(`${path}/${act}"`);
    for (const answer of [await onlyEditor.look(`${path}/${act}`), await onlyEditor.submit(`${path}/${act}`)]) {
      expect(answer.status).toBe(403);
    }
    expect(await find(idIn(path))).toMatchObject({ status: 'confirmed' });
    expect((await find(idIn(path)))?.suppressedBecause).toBeUndefined();
  });

  it.each([`${HOME}/aaaaaaaaaaaaaaaaaaaaaa`, `${HOME}/aaaaaaaaaaaaaaaaaaaaaa/proof`, `${HOME}/nothing-such`])(
    'whom nobody knows is not found: %s',
    async (path) => expect((await publisher.look(path)).status).toBe(404),
  );
});

describe('what strangers and scripts get of it', () => {
  it.each(['', '/add', '/aaaaaaaaaaaaaaaaaaaaaa', '/aaaaaaaaaaaaaaaaaaaaaa/proof.json'])(
    'of %s: nothing',
    async (path) => {
      expect((await site.browser().look(`${HOME}${path}`)).headers.get('location')).toMatch(/^\/console\/sign-in/);
    },
  );

  it.each(['', '/add'])('no script may run on %s', async (path) => {
    const answer = await publisher.look(`${HOME}${path}`);
    expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|script-src/);
    expect(await answer.text()).not.toMatch(/<script|<style| style=| on\w+=/);
  });
});
