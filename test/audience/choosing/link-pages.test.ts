import { beforeEach, describe, expect, it } from 'vitest';
import { personalLinks } from '../../../lambdas/audience/index.ts';
import { signLink } from '../../../lambdas/audience/links/links.ts';
import { type Answer, House, posted } from '../house.ts';
import { ADA, at, hoursAfter, idOf, KEYS, MONDAY, SITE } from '../samples.ts';

let house: House;
beforeEach(() => {
  house = new House();
});
const { publicationId, subscriberId } = ADA;
const ada = () => house.audience.subscriptions.find(publicationId, subscriberId);
const kinds = async () => (await house.audience.proofs.list(publicationId, subscriberId)).map(({ kind }) => kind);
const links = (who = ADA) => personalLinks(KEYS, SITE, () => house.now)(who);
const post = (link: string, form: Record<string, string> = {}) => house.ask(link, posted(new URLSearchParams(form)));

async function pending(): Promise<string> {
  await house.subscribe('ada@reader.example', { topic: 'kita' });
  await house.deliver();
  return house.link;
}
async function confirmed(): Promise<void> {
  await post(await pending());
}

function expectPage({ status, headers, cookies, body }: Answer, wanted: { status: number; says: string }): void {
  expect(body).toContain(wanted.says);
  expect(status).toBe(wanted.status);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers).not.toHaveProperty('location');
  expect(headers).not.toHaveProperty('set-cookie');
  expect(cookies).toBeUndefined();
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(body).toContain('<meta name="robots" content="noindex"');
  expect(body).not.toMatch(/<script|reader\.example/);
}

describe('the confirmation link', () => {
  it('shows a page with one button and changes nothing, however often it is opened', async () => {
    const link = await pending();
    const before = { subscription: await ada(), kinds: await kinds() };
    for (const method of ['GET', 'HEAD', 'GET']) await house.ask(link, { method });
    expectPage(await house.ask(link), { status: 200, says: 'Anmeldung bestätigen</button>' });
    expect((await house.ask(link)).body.match(/<button/g)).toHaveLength(1);
    expect((await house.ask(link, { method: 'HEAD' })).body).toBe('');
    expect({ subscription: await ada(), kinds: await kinds() }).toEqual(before);
  });

  it('confirms when the button is pressed, with time and place in the proof', async () => {
    const link = await pending();
    house.laterBy(2);
    expectPage(await post(link), { status: 200, says: 'Ihre Anmeldung ist bestätigt' });
    expect(await ada()).toMatchObject({ status: 'confirmed', confirmedAt: hoursAfter(2), topics: ['kita'] });
    const proofs = await house.audience.proofs.list(publicationId, subscriberId);
    expect(proofs.at(-1)).toEqual({
      ...ADA,
      kind: 'confirmed',
      at: hoursAfter(2),
      network: '192.0.2.77',
      userAgent: 'Mozilla/5.0 (test)',
    });
  });

  it('confirms once: pressing again is told the same and adds no proof', async () => {
    const link = await pending();
    const first = await post(link);
    house.laterBy(1);
    expect((await post(link)).body).toBe(first.body);
    expectPage(await house.ask(link), { status: 200, says: 'Ihre Anmeldung ist bestätigt' });
    expect(await kinds()).toEqual(['requested', 'mail-sent', 'confirmed']);
    expect(await ada()).toMatchObject({ confirmedAt: MONDAY });
  });

  it('confirms once when it is pressed twice at the same moment', async () => {
    const link = await pending();
    const answers = await Promise.all([post(link), post(link)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await ada()).toMatchObject({ status: 'confirmed' });
  });

  it.each([
    { hours: 72, status: 200, says: 'Ihre Anmeldung ist bestätigt' },
    { hours: 72.001, status: 410, says: 'Dieser Link ist abgelaufen' },
  ])('answers $status after $hours hours', async ({ hours, status, says }) => {
    const link = await pending();
    house.laterBy(hours);
    expectPage(await post(link), { status, says });
    expect((await ada())?.status).toBe(status === 200 ? 'confirmed' : 'pending');
  });

  it('does not bring back who has left, unless they sign up again', async () => {
    const link = await pending();
    await post(link);
    await post(links().unsubscribe);
    expectPage(await post(link), { status: 409, says: 'Dieses Abo ist beendet' });
    expectPage(await house.ask(link), { status: 409, says: 'Dieses Abo ist beendet' });
    expect(await ada()).toMatchObject({ status: 'ended' });

    await house.laterBy(25).subscribe('ada@reader.example');
    await house.deliver();
    expect(await ada()).toMatchObject({ status: 'pending' });
    await post(house.link);
    expect(await ada()).toMatchObject({ status: 'confirmed', confirmedAt: hoursAfter(25) });
    expect(await kinds()).toEqual([
      ...['requested', 'mail-sent', 'confirmed', 'ended'],
      ...['requested', 'mail-sent', 'confirmed'],
    ]);
  });

  it('says honestly that a suppressed address gets nothing', async () => {
    const link = await pending();
    await house.audience.subscriptions.markSuppressed(publicationId, subscriberId, 'permanent-bounce');
    expectPage(await post(link), { status: 200, says: 'schreiben wir dieser Adresse allerdings nicht' });
  });
});

describe.each([
  { path: '/confirm', purpose: 'confirm' },
  { path: '/preferences', purpose: 'preferences' },
  { path: '/unsubscribe', purpose: 'unsubscribe' },
] as const)('$path', ({ path, purpose }) => {
  const own = signLink(purpose, ADA, KEYS, MONDAY);
  const other = signLink(purpose === 'unsubscribe' ? 'preferences' : 'unsubscribe', ADA, KEYS, MONDAY);
  it.each([
    { what: 'no token', query: '' },
    { what: 'a forged token', query: `?t=${own.slice(0, -2)}AA` },
    { what: 'half a token', query: `?t=${own.slice(0, 30)}` },
    { what: 'a link made for something else', query: `?t=${other}` },
    { what: 'rubbish', query: '?t=%00%ff%3Cscript%3E' },
  ])('refuses $what with a page that helps, and changes nothing', async ({ query }) => {
    await confirmed();
    const before = { subscription: await ada(), kinds: await kinds() };
    for (const method of ['GET', 'HEAD', 'POST']) {
      expect((await house.ask(path + query, { method })).status).toBe(400);
    }
    const german = { headers: { 'Accept-Language': 'de' } };
    expectPage(await house.ask(path + query, german), { status: 400, says: 'Dieser Link ist nicht vollständig' });
    expect({ subscription: await ada(), kinds: await kinds() }).toEqual(before);
  });

  it('speaks English where the browser does and no publication is named', async () => {
    expect((await house.ask(path)).body).toContain('<html lang="en"');
    const preferred = { headers: { 'Accept-Language': 'en;q=0.4, de;q=0.7' } };
    expect((await house.ask(path, preferred)).body).toContain('<html lang="de"');
  });
});

describe('the preferences link', () => {
  it('shows what a subscriber gets, and changes nothing', async () => {
    await confirmed();
    const page = await house.ask(links().preferences);
    expectPage(page, { status: 200, says: 'Ihre Einstellungen' });
    expect(page.body).toMatch(/value="kita" checked/);
    expect(page.body).not.toMatch(/value="schule" checked/);
    expect(page.body).toMatch(/value="de" selected/);
    expect(await ada()).toMatchObject({ topics: ['kita'] });
  });

  it('saves topics, cadence and language, and answers in that language', async () => {
    await confirmed();
    const form = new URLSearchParams([
      ['topic', 'schule'],
      ['topic', 'termine'],
      ['cadence', 'monthly'],
      ['language', 'en'],
    ]);
    expectPage(await house.ask(links().preferences, posted(form)), {
      status: 200,
      says: 'Your preferences have been saved',
    });
    expect(await ada()).toMatchObject({ topics: ['schule', 'termine'], cadence: 'monthly', language: 'en' });
  });

  it('means all topics, also later ones, when every topic is ticked', async () => {
    await confirmed();
    const all = new URLSearchParams([
      ['topic', 'schule'],
      ['topic', 'kita'],
      ['topic', 'termine'],
    ]);
    await house.ask(links().preferences, posted(all));
    expect(await ada()).toMatchObject({ topics: [], cadence: 'weekly', language: 'de' });
    expect((await house.ask(links().preferences)).body.match(/ checked/g)).toHaveLength(3);
  });

  it.each<{ what: string; form: Record<string, string>; says: string }>([
    { what: 'no topic', form: { cadence: 'daily' }, says: 'Bitte wählen Sie mindestens ein Thema' },
    { what: 'an unknown topic', form: { topic: 'nonsense' }, says: 'Bitte wählen Sie mindestens ein Thema' },
    {
      what: 'an unknown cadence',
      form: { topic: 'kita', cadence: 'hourly' },
      says: 'Dieser Link ist nicht vollständig',
    },
  ])('keeps everything as it is when the form says $what', async ({ form, says }) => {
    await confirmed();
    expectPage(await post(links().preferences, form), { status: 400, says });
    expect(await ada()).toMatchObject({ topics: ['kita'], cadence: 'weekly' });
  });

  it('is no way back for who has left, and nothing for who was erased', async () => {
    await confirmed();
    await post(links().unsubscribe);
    expectPage(await post(links().preferences, { topic: 'kita' }), { status: 409, says: 'Dieses Abo ist beendet' });
    const unknown = links({ ...ADA, subscriberId: idOf('erased@example.org') }).preferences;
    expectPage(await house.ask(unknown), { status: 404, says: 'Dazu haben wir nichts gespeichert' });
    expect(await ada()).toMatchObject({ status: 'ended', topics: ['kita'] });
  });
});

describe('the unsubscribe link', () => {
  const BODIES: { what: string; body: string; type?: string }[] = [
    { what: 'as a form', body: 'List-Unsubscribe=One-Click', type: 'application/x-www-form-urlencoded' },
    {
      what: 'as multipart',
      body: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      type: 'multipart/form-data; boundary=x',
    },
    { what: 'without a body', body: '' },
    { what: 'with a broken body', body: '--x\r\n', type: 'multipart/form-data' },
    { what: 'with any other body', body: '{"a":1}', type: 'application/json' },
  ];

  it('shows a page with one button and changes nothing', async () => {
    await confirmed();
    const before = { subscription: await ada(), kinds: await kinds() };
    for (const method of ['GET', 'HEAD', 'GET']) await house.ask(links().unsubscribe, { method });
    expectPage(await house.ask(links().unsubscribe), { status: 200, says: 'Abmelden</button>' });
    expect({ subscription: await ada(), kinds: await kinds() }).toEqual(before);
  });

  it.each(BODIES)('ends the subscription when it is posted $what', async ({ body, type }) => {
    await confirmed();
    house.laterBy(3);
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    const answer = await house.ask(links().unsubscribe, { method: 'POST', body, headers });
    expectPage(answer, { status: 200, says: 'Sie sind abgemeldet' });
    expect(await ada()).toMatchObject({
      status: 'ended',
      endedAt: hoursAfter(3),
      endedBecause: 'unsubscribed',
    });
    expect(await kinds()).toEqual(['requested', 'mail-sent', 'confirmed', 'ended']);
  });

  it('is answered the same when it is posted again, years later', async () => {
    await confirmed();
    const { unsubscribe } = links();
    const first = await post(unsubscribe);
    house.now = at('2036-03-02T09:30:00Z');
    expect(await post(unsubscribe)).toEqual(first);
    expect(await kinds()).toEqual(['requested', 'mail-sent', 'confirmed', 'ended']);
    expect(await ada()).toMatchObject({ endedAt: MONDAY });
  });

  it.each([
    { what: 'who was erased', who: { ...ADA, subscriberId: idOf('erased@example.org') } },
    { what: 'a publication that is gone', who: { ...ADA, publicationId: 'gone' } },
  ])('is answered with 200 for $what', async ({ who }) => {
    expect((await post(links(who).unsubscribe)).status).toBe(200);
    expect((await house.ask(links(who).unsubscribe)).status).toBe(200);
  });

  it('ends a subscription to a publication that is gone', async () => {
    const gone = {
      subscriberId,
      publicationId: 'gone',
      requestedAt: MONDAY,
      topics: [],
      cadence: 'weekly',
      language: 'de',
    } as const;
    await house.audience.subscriptions.request({ ...gone, topics: [], address: 'ada@reader.example' }, hoursAfter(1));
    await house.audience.subscriptions.confirm('gone', subscriberId, MONDAY);
    expectPage(await post(links(gone).unsubscribe), { status: 200, says: 'Sie sind abgemeldet' });
    expect(await house.audience.subscriptions.find('gone', subscriberId)).toMatchObject({ status: 'ended' });
  });

  it('also ends what was never confirmed', async () => {
    const confirmation = await pending();
    await post(links().unsubscribe);
    expect(await ada()).toMatchObject({ status: 'ended' });
    expect((await post(confirmation)).status).toBe(409);
  });
});
