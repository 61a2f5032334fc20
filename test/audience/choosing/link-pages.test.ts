import { beforeEach, describe, expect, it } from 'vitest';
import { parseLinkKeys } from '../../../lambdas/audience/index.ts';
import { signLink } from '../../../lambdas/audience/links/links.ts';
import { type Answer, House } from '../house.ts';
import { ADA, hoursAfter, idOf, KEYS, MONDAY } from '../samples.ts';
import { aReader, expectPage, type Fields, find, kindsOf, links as linksOf, post as postTo } from './readers.ts';

let house: House;
beforeEach(() => {
  house = new House();
});
const { publicationId, subscriberId } = ADA;
const ada = () => find(house);
const kinds = () => kindsOf(house);
const links = () => linksOf(house);
const post = (link: string, fields?: Fields) => postTo(house, link, fields);

async function pending(): Promise<string> {
  await house.subscribe('ada@reader.example', { topic: 'kita' });
  await house.deliver();
  return house.link;
}

describe('the confirmation link', () => {
  it('shows a page with one button and changes nothing, however often it is opened', async () => {
    const link = await pending();
    const before = { subscription: await ada(), kinds: await kinds() };
    for (const method of ['GET', 'HEAD', 'GET']) await house.ask(link, { method });
    expectPage(await house.ask(link), { status: 200, says: 'Anmeldung bestätigen' });
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
});

const WHO = { ...ADA, formerId: idOf('ada@former.example') };
const PAGES = [
  { path: '/confirm', purpose: 'confirm' },
  { path: '/preferences', purpose: 'preferences' },
  { path: '/unsubscribe', purpose: 'unsubscribe' },
  { path: '/confirm-address', purpose: 'address' },
  { path: '/my-data', purpose: 'data' },
] as const;

describe.each(PAGES)('$path', ({ path, purpose }) => {
  const own = signLink(purpose, WHO, KEYS, MONDAY);
  const other = signLink(purpose === 'unsubscribe' ? 'preferences' : 'unsubscribe', WHO, KEYS, MONDAY);
  const retired = signLink(
    purpose,
    WHO,
    parseLinkKeys(`{"current":"k0","k0":"${'a key that is gone'.repeat(2)}"}`),
    MONDAY,
  );
  it.each([
    { what: 'no token', query: '' },
    { what: 'a forged token', query: `?t=${own.slice(0, -2)}AA` },
    { what: 'half a token', query: `?t=${own.slice(0, 30)}` },
    { what: 'a link made for something else', query: `?t=${other}` },
    { what: 'a link signed with a key that was retired', query: `?t=${retired}` },
    { what: 'rubbish', query: '?t=%00%ff%3Cscript%3E' },
  ])('refuses $what with a page that helps, and changes nothing', async ({ query }) => {
    await aReader(house);
    const before = { subscription: await ada(), kinds: await kinds() };
    for (const method of ['GET', 'HEAD', 'POST']) {
      expect((await house.ask(path + query, { method })).status).toBe(400);
    }
    const german = { headers: { 'Accept-Language': 'de' } };
    const page = await house.ask(path + query, german);
    expectPage(page, { status: 400, says: 'Dieser Link ist nicht vollständig' });
    expectPage(page, { status: 400, says: 'nehmen Sie bitte den Link aus einer neueren' });
    expect({ subscription: await ada(), kinds: await kinds() }).toEqual(before);
  });

  it('speaks English where the browser does and no publication is named', async () => {
    expect((await house.ask(path)).body).toContain('<html lang="en"');
    const preferred = { headers: { 'Accept-Language': 'en;q=0.4, de;q=0.7' } };
    expect((await house.ask(path, preferred)).body).toContain('<html lang="de"');
  });
});

describe('a link that has expired', () => {
  it.each([
    {
      purpose: 'confirm',
      path: '/confirm',
      hours: 73,
      de: 'melden Sie sich einfach noch einmal an',
      en: 'sign up again',
    },
    {
      purpose: 'preferences',
      path: '/preferences',
      hours: 367 * 24,
      de: 'aus einer neueren Ausgabe',
      en: 'newer edition',
    },
    {
      purpose: 'address',
      path: '/confirm-address',
      hours: 73,
      de: 'geben Sie die neue Adresse noch einmal an',
      en: 'give the new address once more',
    },
    {
      purpose: 'data',
      path: '/my-data',
      hours: 25,
      de: 'lassen Sie sich unter „Ihre Daten“ einen neuen schicken',
      en: 'have a new one sent to you under “Your data”',
    },
  ] as const)('to $purpose says what to do', async ({ purpose, path, hours, de, en }) => {
    const tokens = ['ruhr', 'courier'].map((publication) =>
      signLink(purpose, { ...WHO, publicationId: publication }, KEYS, MONDAY),
    );
    house.laterBy(hours);
    for (const method of ['GET', 'POST']) {
      const [german, english] = await Promise.all(tokens.map((token) => house.ask(`${path}?t=${token}`, { method })));
      expectPage(german as Answer, { status: 410, says: de });
      expectPage(english as Answer, { status: 410, says: en });
      expect(german?.body.includes('href="/subscribe/ruhr"')).toBe(purpose === 'confirm');
    }
  });
});
