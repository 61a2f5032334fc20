import { beforeEach, describe, expect, it, vi } from 'vitest';
import { addSubscriber, parseLinkKeys } from '../../../lambdas/audience/index.ts';
import { type LinkPurpose, signLink } from '../../../lambdas/audience/links/links.ts';
import type { Publication } from '../../../lambdas/domain/publication.ts';
import { House, posted } from '../house.ts';
import { ADA, ADDRESS_KEY, aPublication, idOf, KEYS, MONDAY } from '../samples.ts';

let house: House;
beforeEach(() => {
  house = new House();
});

const GERMAN_AND_ENGLISH = [
  { publication: 'ruhr', language: 'German' },
  { publication: 'courier', language: 'English' },
] as const;

describe('an address', () => {
  it.each([
    { typed: 'ada@Bücher.example', to: 'ada@xn--bcher-kva.example' },
    { typed: 'ada+news@reader.example', to: 'ada+news@reader.example' },
    { typed: `${'a'.repeat(64)}@reader.example`, to: `${'a'.repeat(64)}@reader.example` },
  ])('$typed gets its mail at $to', async ({ typed, to }) => {
    expect((await house.subscribe(typed)).status).toBe(200);
    await house.deliver();
    expect(house.mails.map((mail) => mail.to)).toEqual([to]);
    expect(Buffer.from(house.mails[0]?.raw ?? []).toString('latin1')).toContain(`\r\nTo: ${to}\r\n`);
  });

  it('with a plus is somebody else than the one without', async () => {
    await house.subscribe('ada+news@reader.example');
    await house.subscribe('ada@reader.example');
    await house.deliver();
    expect(house.mails).toHaveLength(2);
  });

  it.each([
    { typed: 'müller@bücher.example', de: 'zum Beispiel ein Umlaut', en: 'such as an umlaut' },
    { typed: `${'a'.repeat(65)}@reader.example`, de: 'zu lang', en: 'too long' },
    { typed: `ada@${'a.'.repeat(130)}example`, de: 'zu lang', en: 'too long' },
    { typed: 'x'.repeat(2_000_000), de: 'zu lang', en: 'too long' },
    { typed: 'ada@reader', de: 'Teil hinter dem @', en: 'part after the @' },
  ])('that is none is refused with the reason, in both languages', async ({ typed, de, en }) => {
    for (const { publication, language } of GERMAN_AND_ENGLISH) {
      const { status, body } = await house.subscribe(typed, { publication });
      expect(status).toBe(400);
      expect(body).toContain(language === 'German' ? de : en);
    }
    expect(house.queue.sent).toEqual([]);
  });
});

describe('a domain that a publication refuses', () => {
  const picky = aPublication({ signUp: { refuseDomains: ['ten-minutes.example', 'xn--bcher-kva.example'] } });
  const find = async (): Promise<Publication> => picky;
  beforeEach(() => {
    Object.assign(house.deps, { publications: { find } });
  });

  it.each(['ada@ten-minutes.example', 'ada@MX1.ten-minutes.example', 'ada@bücher.example'])(
    'takes no sign-up of %s, and says so',
    async (address) => {
      const { status, body } = await house.subscribe(address);
      expect(status).toBe(400);
      expect(body).toContain('Adressen dieses Anbieters nimmt dieser Newsletter nicht an.');
      expect(house.queue.sent).toEqual([]);
    },
  );

  it.each(['ada@not-ten-minutes.example', 'ada@ten-minutes.example.org'])('is not that of %s', async (address) => {
    expect((await house.subscribe(address)).status).toBe(200);
  });

  it('is refused to editors and their programs as well', async () => {
    const wish = { publicationId: 'ruhr', address: 'ada@ten-minutes.example', proof: 'Said so' };
    const deps = {
      ...house.audience,
      publications: { find, list: async () => [] },
      addressKey: ADDRESS_KEY,
      now: () => MONDAY,
    };
    await expect(addSubscriber(wish, deps)).rejects.toMatchObject({
      fault: 'invalid',
      problem: 'refused-domain',
      message: 'This newsletter takes no addresses of this mail provider',
    });
  });
});

describe('a header that somebody tries to add', () => {
  const INJECTION = 'x\r\nBcc: everybody@victim.example\r\n\r\n<b>Buy now</b>';

  it.each(['address', 'topic', 'cadence', 'wording', 'shown', 'form', 'homepage', 'publication-name'])(
    'through the field %s gets into no mail and no page',
    async (field) => {
      const answer = await house.subscribe(
        field === 'address' ? `ada@reader.example${INJECTION}` : 'ada@reader.example',
        field === 'address' ? {} : { [field]: INJECTION },
      );
      await house.deliver();
      expect(answer.body).not.toContain('<b>Buy');
      for (const mail of house.mails) expect(Buffer.from(mail.raw).toString('latin1')).not.toMatch(/Bcc|Buy|victim/);
      for (const { to } of house.mails) expect(to).toBe('ada@reader.example');
    },
  );

  it.each(['User-Agent', 'Referer', 'Accept-Language', 'Origin'])('through %s neither', async (name) => {
    const { headers } = posted(new URLSearchParams());
    await house.subscribe('ada@reader.example', {}, { headers: { ...headers, [name]: INJECTION } });
    await house.deliver();
    expect(house.mails).toHaveLength(1);
    expect(Buffer.from(house.mails[0]?.raw ?? []).toString('latin1')).not.toMatch(/Bcc|Buy|victim/);
  });

  it('through the title or the sender of a newsletter is refused before anything is sent', async () => {
    const hostile = aPublication({ title: `Ruhr${INJECTION}` });
    await house.subscribe('ada@reader.example');
    Object.assign(house.deps, { publications: { find: async () => hostile } });
    await expect(house.deliver()).rejects.toMatchObject({ fault: 'invalid' });
    expect(house.mails).toEqual([]);
  });
});

describe('a link to confirm', () => {
  const OTHER_KEYS = parseLinkKeys(JSON.stringify({ current: 'k0', k0: 'a-key-that-was-taken-away' }));
  const sign = (purpose: Exclude<LinkPurpose, 'address'>, keys = KEYS, at = MONDAY) => signLink(purpose, ADA, keys, at);
  const altered = (token: string) => `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`;

  it.each([
    { what: 'altered', token: altered(sign('confirm')), status: 400, de: 'nicht vollständig', en: 'not complete' },
    { what: 'cut off', token: sign('confirm').slice(0, -3), status: 400, de: 'nicht vollständig', en: 'not complete' },
    { what: 'empty', token: '', status: 400, de: 'nicht vollständig', en: 'not complete' },
    { what: 'endless', token: 'A'.repeat(100_000), status: 400, de: 'nicht vollständig', en: 'not complete' },
    {
      what: 'for the preferences',
      token: sign('preferences'),
      status: 400,
      de: 'nicht vollständig',
      en: 'not complete',
    },
    { what: 'for leaving', token: sign('unsubscribe'), status: 400, de: 'nicht vollständig', en: 'not complete' },
    {
      what: 'signed with a key that was taken away',
      token: sign('confirm', OTHER_KEYS),
      status: 400,
      de: 'nicht vollständig',
      en: 'not complete',
    },
    {
      what: 'older than 72 hours',
      token: sign('confirm', KEYS, new Date(MONDAY.getTime() - 72 * 3_600_000 - 1_000)),
      status: 410,
      de: 'Dieser Link ist abgelaufen',
      en: 'This link has expired',
    },
    {
      what: 'about nobody',
      token: signLink('confirm', { ...ADA, subscriberId: idOf('nobody@x.example') }, KEYS, MONDAY),
      status: 404,
      de: 'Dazu haben wir nichts gespeichert',
      en: 'There is nothing stored for this',
    },
  ])('that is $what has a page of its own, and confirms nothing', async ({ token, status, de, en }) => {
    await house.subscribe('ada@reader.example');
    await house.deliver();
    for (const [accept, says] of [['de', de] as const, ['en', en] as const]) {
      // What names no publication is answered in the browser's language, everything else in the newsletter's.
      const asked = { headers: { 'Accept-Language': accept } };
      const answers = [
        await house.ask(`/confirm?t=${token}`, asked),
        await house.ask(`/confirm?t=${token}`, { method: 'POST', ...asked }),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(status);
        expect([de, says].some((words) => answer.body.includes(words))).toBe(true);
        expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      }
    }
    expect(await house.audience.subscriptions.find('ruhr', ADA.subscriberId)).toMatchObject({ status: 'pending' });
  });

  it('is as good as ever when a new key has come and the old one is still there', async () => {
    await house.subscribe('ada@reader.example');
    await house.deliver();
    const both = { current: 'k2', k1: 'the-first-link-key-of-the-tests', k2: 'the-second-link-key-of-the-tests' };
    Object.assign(house.deps, { linkKeys: async () => parseLinkKeys(JSON.stringify(both)) });
    expect((await house.ask(house.link, { method: 'POST' })).status).toBe(200);
  });
});

describe('the log', () => {
  it('holds no address, whatever somebody sends', async () => {
    const written: string[] = [];
    const keep = (text: unknown) => {
      written.push(String(text));
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, name).mockImplementation((...given) => void keep(given.join(' ')));
    }
    try {
      await house.subscribe('ada@reader.example x');
      await house.subscribe(
        'ada@reader.example',
        { form: 'embedded' },
        { headers: { Referer: 'https://ada@x.example/' } },
      );
      house.audience.signUps.put = async () => {
        throw new Error('The table is not there');
      };
      expect((await house.subscribe('ada@reader.example')).status).toBe(500);
      await house.ask('/subscribe/ruhr?address=ada@reader.example');
      await house.ask('/confirm?t=ada@reader.example');
    } finally {
      vi.restoreAllMocks();
    }
    expect(written.join('\n')).toContain('The table is not there');
    expect(written.join('\n')).not.toMatch(/ada@|reader\.example/);
  });
});
