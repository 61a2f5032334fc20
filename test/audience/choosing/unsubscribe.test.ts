import { beforeEach, describe, expect, it } from 'vitest';
import { parseLinkKeys, personalLinks } from '../../../lambdas/audience/index.ts';
import { signLink } from '../../../lambdas/audience/links/links.ts';
import { type Answer, House, hiddenFields } from '../house.ts';
import { ADA, at, aWish, hoursAfter, idOf, KEYS, MONDAY, SITE } from '../samples.ts';
import { aReader, expectPage, type Fields, find, kindsOf, links, post as postTo, proofsOf } from './readers.ts';

let house: House;
beforeEach(() => {
  house = new House();
});
const { subscriberId } = ADA;
const COURIER = { ...ADA, publicationId: 'courier' };
const ada = () => find(house);
const post = (fields?: Fields, link = links(house).unsubscribe) => postTo(house, link, fields);
const undoIn = ({ body }: Answer) => [...body.matchAll(/name="undo" value="([^"]+)"/g)].map(([, token = '']) => token);

describe('the unsubscribe link', () => {
  const BODIES: { what: string; body: string | Uint8Array; type?: string }[] = [
    { what: 'as a form', body: 'List-Unsubscribe=One-Click', type: 'application/x-www-form-urlencoded' },
    {
      what: 'as multipart',
      body: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      type: 'multipart/form-data; boundary=x',
    },
    { what: 'without a body', body: '' },
    { what: 'without a body that says it is a form', body: '', type: 'application/x-www-form-urlencoded' },
    { what: 'with a broken body', body: '--x\r\n', type: 'multipart/form-data' },
    { what: 'with a broken body that names its boundary', body: '--x', type: 'multipart/form-data; boundary=x' },
    { what: 'with any other body', body: '{"a":1}', type: 'application/json' },
    { what: 'with bytes that are no text', body: Uint8Array.from([0, 255, 254, 1]), type: 'application/octet-stream' },
    {
      what: 'with a field of ours that says nonsense',
      body: 'scope=galaxy',
      type: 'application/x-www-form-urlencoded',
    },
    { what: 'with a type that is none', body: 'x', type: ';;;' },
  ];

  it('shows a page with one button and changes nothing', async () => {
    await aReader(house);
    const before = { subscription: await ada(), kinds: await kindsOf(house) };
    for (const method of ['GET', 'HEAD', 'GET']) await house.ask(links(house).unsubscribe, { method });
    const page = await house.ask(links(house).unsubscribe);
    expectPage(page, {
      status: 200,
      says: 'Möchten Sie den Newsletter „Bildungsnetz Ruhr“ nicht mehr bekommen? Abmelden',
    });
    expect(page.body.match(/<button/g)).toHaveLength(1);
    expect({ subscription: await ada(), kinds: await kindsOf(house) }).toEqual(before);
  });

  it.each(BODIES)('ends this subscription and no other when it is posted $what', async ({ body, type }) => {
    await aReader(house);
    await aReader(house, { publicationId: 'courier' });
    house.laterBy(3);
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    const answer = await house.ask(links(house).unsubscribe, { method: 'POST', body, headers });
    expectPage(answer, { status: 200, says: 'Sie sind abgemeldet' });
    expect(await ada()).toMatchObject({ status: 'ended', endedAt: hoursAfter(3), endedBecause: 'unsubscribed' });
    expect(await kindsOf(house)).toEqual(['confirmed', 'ended']);
    expect(await find(house, COURIER)).toMatchObject({ status: 'confirmed' });
  });

  it('is answered the same however often and whenever it is posted again', async () => {
    await aReader(house);
    const { unsubscribe } = links(house);
    await post({}, unsubscribe);
    const second = await post({}, unsubscribe);
    expectPage(second, { status: 200, says: 'Sie sind abgemeldet' });
    house.now = at('2036-03-02T09:30:00Z');
    expect(await post({}, unsubscribe)).toEqual(second);
    expect(await kindsOf(house)).toEqual(['confirmed', 'ended']);
    expect(await ada()).toMatchObject({ endedAt: MONDAY });
  });

  it('ends once when it is posted twice at the same moment', async () => {
    await aReader(house);
    const answers = await Promise.all([post(), post(), post()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await kindsOf(house)).toEqual(['confirmed', 'ended']);
  });

  it.each([
    { what: 'who was erased', who: { ...ADA, subscriberId: idOf('erased@example.org') } },
    { what: 'a publication that is gone', who: { ...ADA, publicationId: 'gone' } },
  ])('is answered with 200 for $what', async ({ who }) => {
    for (const { body, type } of BODIES) {
      const headers: Record<string, string> = type ? { 'content-type': type } : {};
      const answer = await house.ask(links(house, who).unsubscribe, { method: 'POST', body, headers });
      expect([answer.status, answer.cookies, answer.headers.location]).toEqual([200, undefined, undefined]);
      expect(undoIn(answer)).toEqual([]);
    }
    expect((await house.ask(links(house, who).unsubscribe)).status).toBe(200);
  });

  it('ends a subscription to a publication that is gone', async () => {
    await aReader(house, { publicationId: 'gone' });
    const gone = { ...ADA, publicationId: 'gone' };
    expectPage(await post({}, links(house, gone).unsubscribe), { status: 200, says: 'Sie sind abgemeldet' });
    expect(await find(house, gone)).toMatchObject({ status: 'ended' });
  });

  it('works with a key that signs no more but is still listed', async () => {
    await aReader(house);
    const old = links(house).unsubscribe;
    const k1 = 'the-first-link-key-of-the-tests';
    const rotated = parseLinkKeys(JSON.stringify({ current: 'k2', k1, k2: 'the-second-link-key-of-the-tests' }));
    house.deps.linkKeys = async () => rotated;
    expect(personalLinks(rotated, SITE, () => house.now)(ADA).unsubscribe).not.toBe(old);
    expectPage(await post({ 'List-Unsubscribe': 'One-Click' }, old), { status: 200, says: 'Sie sind abgemeldet' });
    expect(await ada()).toMatchObject({ status: 'ended' });
  });

  it('also ends what was never confirmed, with no way back but a new sign-up', async () => {
    await house.audience.subscriptions.request(aWish(), hoursAfter(1));
    const answer = await post();
    expect(undoIn(answer)).toEqual([]);
    expect(answer.body).toContain('href="/subscribe/ruhr"');
    expect(await ada()).toMatchObject({ status: 'ended' });
  });

  it('completes the proof of an end that was cut off', async () => {
    await aReader(house);
    const { append } = house.deps.proofs;
    house.deps.proofs.append = async () => {
      throw new Error('cut off');
    };
    expect((await post()).status).toBe(500);
    house.deps.proofs.append = append;
    expectPage(await post(), { status: 200, says: 'Sie sind abgemeldet' });
    expect((await proofsOf(house)).at(-1)).toMatchObject({ kind: 'ended', at: MONDAY, statement: 'unsubscribed' });
  });
});

describe('leaving everything', () => {
  const all = { scope: 'all' };

  it('is offered to who gets something else, or is being asked, and to nobody else', async () => {
    const offer = async () =>
      (await house.ask(links(house).unsubscribe)).body.includes('Von allen Newslettern abmelden');
    await aReader(house);
    expect(await offer()).toBe(false);
    await aReader(house, { address: 'other@reader.example', publicationId: 'courier' });
    expect(await offer()).toBe(false);
    await aReader(house, { publicationId: 'courier' });
    expect(await offer()).toBe(true);
    await house.audience.subscriptions.end('courier', subscriberId, { at: house.now, because: 'unsubscribed' });
    expect(await offer()).toBe(false);
  });

  it('ends every subscription of this person, each with its proof, and nobody else’s', async () => {
    await aReader(house);
    await aReader(house, { publicationId: 'courier' });
    await aReader(house, { address: 'other@reader.example' });
    expectPage(await post(all), { status: 200, says: 'Sie bekommen keinen unserer Newsletter mehr' });
    for (const who of [ADA, COURIER]) {
      expect(await find(house, who)).toMatchObject({ status: 'ended', endedBecause: 'unsubscribed' });
      expect(await kindsOf(house, who)).toEqual(['confirmed', 'ended']);
    }
    const other = { ...ADA, subscriberId: idOf('other@reader.example') };
    expect(await find(house, other)).toMatchObject({ status: 'confirmed' });
  });

  it('is still offered when one has been left already', async () => {
    await aReader(house);
    await aReader(house, { publicationId: 'courier' });
    const answer = await post();
    expect(answer.body).toContain('name="scope" value="all"');
    await post(all);
    expect(await find(house, COURIER)).toMatchObject({ status: 'ended' });
  });

  it('is completed by pressing again when it was cut off', async () => {
    await aReader(house);
    await aReader(house, { publicationId: 'courier' });
    const { end } = house.deps.subscriptions;
    house.deps.subscriptions.end = async (publication, ...more) => {
      if (publication === 'courier') throw new Error('cut off');
      return end.call(house.deps.subscriptions, publication, ...more);
    };
    expect((await post(all)).status).toBe(500);
    house.deps.subscriptions.end = end;
    expectPage(await post(all), { status: 200, says: 'Sie bekommen keinen unserer Newsletter mehr' });
    expect(await find(house, COURIER)).toMatchObject({ status: 'ended' });
  });

  it('can be taken back as a whole', async () => {
    await aReader(house);
    await aReader(house, { publicationId: 'courier' });
    const undo = undoIn(await post(all));
    expect(undo).toHaveLength(2);
    expectPage(await post({ undo }), { status: 200, says: 'Sie sind wieder dabei' });
    for (const who of [ADA, COURIER]) expect(await find(house, who)).toMatchObject({ status: 'confirmed' });
  });
});

describe('leaving by mistake', () => {
  async function left(): Promise<string> {
    await aReader(house, { topics: ['kita'], cadences: { kita: 'monthly' }, pausedUntil: hoursAfter(99) });
    const answer = await post();
    const [undo = ''] = undoIn(answer);
    expect(hiddenFields(answer.body)).toEqual({ undo });
    return undo;
  }

  it('is taken back with one button: everything is as it was, and the proof says so', async () => {
    const undo = await left();
    house.laterBy(0.5);
    const answer = await post({ undo });
    expectPage(answer, { status: 200, says: 'Sie sind wieder dabei' });
    expect(answer.body).toContain('href="https://letters.example/preferences?t=');
    expect(await ada()).toMatchObject({
      ...{ status: 'confirmed', confirmedAt: hoursAfter(-24), topics: ['kita'], cadences: { kita: 'monthly' } },
      pausedUntil: hoursAfter(99),
    });
    expect(await ada()).not.toHaveProperty('endedAt');
    expect((await proofsOf(house)).at(-1)).toEqual({
      ...{ ...ADA, kind: 'resumed', at: hoursAfter(0.5) },
      ...{ network: '192.0.2.77', userAgent: 'Mozilla/5.0 (test)' },
    });
  });

  it('is taken back once: pressing again is told the same and adds no proof', async () => {
    const undo = await left();
    await post({ undo });
    expectPage(await post({ undo }), { status: 200, says: 'Sie sind wieder dabei' });
    expect(await kindsOf(house)).toEqual(['confirmed', 'ended', 'resumed']);
  });

  it('is offered only on the page of the post that ended it', async () => {
    await left();
    expect(undoIn(await post())).toEqual([]);
    expect(undoIn(await house.ask(links(house).unsubscribe))).toEqual([]);
  });

  it.each([
    { hours: 1, status: 200, says: 'Sie sind wieder dabei' },
    { hours: 1.001, status: 410, says: 'nur in der ersten Stunde' },
  ])('is answered with $status after $hours hours', async ({ hours, status, says }) => {
    const undo = await left();
    house.laterBy(hours);
    expectPage(await post({ undo }), { status, says });
    expect((await ada())?.status).toBe(status === 200 ? 'confirmed' : 'ended');
  });

  it.each([
    { what: 'altered', undo: (token: string) => `${token.slice(0, -2)}AA` },
    { what: 'cut off', undo: (token: string) => token.slice(0, 40) },
    { what: 'empty', undo: () => '' },
    { what: 'far too long', undo: () => 'A'.repeat(199) },
    { what: 'for something else', undo: () => signLink('preferences', ADA, KEYS, MONDAY) },
    { what: 'the link itself', undo: () => signLink('unsubscribe', ADA, KEYS, MONDAY) },
  ])('is refused with a plain page when what takes it back is $what', async ({ undo }) => {
    const token = await left();
    expectPage(await post({ undo: undo(token) }), { status: 400, says: 'lässt sich nicht mehr rückgängig machen' });
    expect(await ada()).toMatchObject({ status: 'ended' });
    expect(await kindsOf(house)).toEqual(['confirmed', 'ended']);
  });

  it('takes back nothing at all when one of several is altered', async () => {
    await aReader(house);
    await aReader(house, { publicationId: 'courier' });
    const [first = '', second = ''] = undoIn(await post({ scope: 'all' }));
    expect((await post({ undo: [first, `${second.slice(0, -2)}AA`] })).status).toBe(400);
    for (const who of [ADA, COURIER]) expect(await find(house, who)).toMatchObject({ status: 'ended' });
  });

  it('does not bring back who complained, was erased, or has left in another way since', async () => {
    const undo = await left();
    await house.audience.subscriptions.erase('ruhr', subscriberId);
    expectPage(await post({ undo }), { status: 409, says: 'lässt sich nicht mehr rückgängig machen' });
    expect(await ada()).toBeUndefined();
    await aReader(house);
    await house.audience.subscriptions.end('ruhr', subscriberId, { at: house.now, because: 'complaint' });
    expect((await post({ undo })).status).toBe(409);
    expect(await ada()).toMatchObject({ status: 'ended', endedBecause: 'complaint' });
  });

  it('ends nobody who has signed up again since, however stale the page', async () => {
    const undo = await left();
    await house.audience.subscriptions.request(aWish({ requestedAt: hoursAfter(2) }), hoursAfter(99));
    await house.audience.subscriptions.confirm('ruhr', subscriberId, hoursAfter(3));
    house.laterBy(4);
    expect((await post({ undo })).status).toBe(410);
    expect(await ada()).toMatchObject({ status: 'confirmed' });
  });

  it('is taken back by nobody who only opens a page', async () => {
    const undo = await left();
    await house.ask(`${links(house).unsubscribe}&undo=${undo}`);
    expect(await ada()).toMatchObject({ status: 'ended' });
  });
});

describe('leaving by the mail of an edition', () => {
  const mailed = (edition?: number) => links(house, { ...ADA, edition }).unsubscribe;
  const left = (edition = 12) => house.audience.leavings.of({ publicationId: 'ruhr', edition });

  it('is counted for that edition once, and nowhere does it say who', async () => {
    await aReader(house);
    await house.ask(mailed(12));
    expect(await left()).toBe(0);
    for (const link of [mailed(12), mailed(12), mailed(13)]) await post({}, link);
    expect([await left(12), await left(13)]).toEqual([1, 0]);
  });

  it('is counted by the one-click of a mailbox provider, too', async () => {
    await aReader(house);
    await house.ask(mailed(12), { method: 'POST', body: 'List-Unsubscribe=One-Click' });
    expect(await left()).toBe(1);
  });

  it('is not counted any more when it is taken back, however often the button is pressed', async () => {
    await aReader(house);
    const [undo = ''] = undoIn(await post({}, mailed(12)));
    for (let times = 0; times < 3; times += 1) await post({ undo }, mailed(12));
    expect(await ada()).toMatchObject({ status: 'confirmed' });
    expect(await left()).toBe(0);
  });

  it('is counted once when everything is left', async () => {
    await aReader(house);
    await aReader(house, { publicationId: 'courier' });
    await post({ scope: 'all' }, mailed(12));
    expect(await left()).toBe(1);
    expect(await house.audience.leavings.of({ publicationId: 'courier', edition: 12 })).toBe(0);
  });

  it('works without a number, as in mails of other kinds, and when nothing can be counted', async () => {
    await aReader(house);
    house.audience.leavings.count = () => Promise.reject(new Error('no table'));
    expectPage(await post({}, mailed(12)), { status: 200, says: 'Sie sind abgemeldet' });
    expect(await ada()).toMatchObject({ status: 'ended' });
    expectPage(await post({}, mailed()), { status: 200, says: 'Sie sind abgemeldet' });
  });
});
