import { beforeEach, describe, expect, it } from 'vitest';
import { House } from '../house.ts';
import { ADA, hoursAfter, idOf, MONDAY } from '../samples.ts';
import { aReader, expectPage, links, post } from './readers.ts';

const FORMER = 'ada@reader.example';
const FRESH = 'Ada.Lovelace@new.example';
const FRESH_ID = idOf(FRESH);
const MOVE = { subscriberId: FRESH_ID, publicationId: 'ruhr', formerId: ADA.subscriberId };

let house: House;
beforeEach(() => {
  house = new House();
});
const ask = (address: string, from?: string) =>
  house.ask(links(house).preferences, {
    method: 'POST',
    body: new URLSearchParams({ action: 'address', address }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    from,
  });

describe('asking for another address', () => {
  it('keeps what was asked, and puts ids in line', async () => {
    await aReader(house);
    expectPage(await ask(` ${FRESH.replace('new', 'NEW')} `), {
      status: 200,
      says: 'ist gleich eine E-Mail mit einem Link dort',
    });
    expect(house.queue.sent).toEqual([{ kind: 'address', ...MOVE }]);
    expect(await house.audience.addressChanges.find(MOVE)).toEqual({
      ...MOVE,
      address: FRESH,
      at: MONDAY,
      network: '192.0.2.77',
      userAgent: 'Mozilla/5.0 (test)',
    });
  });

  it('is answered the same, by the same steps, whoever the address belongs to', async () => {
    const whoever = ['nobody@new.example', 'reader@new.example', 'gone@new.example', FORMER, FORMER.toUpperCase()];
    const seen = [];
    for (const address of whoever) {
      house = new House();
      await aReader(house);
      await aReader(house, { address: 'reader@new.example' });
      await house.audience.suppressions.add({
        subscriberId: idOf('gone@new.example'),
        reason: 'erased',
        since: MONDAY,
      });
      const calls: string[] = [];
      for (const [name, store] of Object.entries(house.audience)) watch(name, store, calls);
      const { body, status } = await ask(address);
      seen.push({ calls, status, body });
    }
    for (const one of seen) expect(one).toEqual(seen[0]);
    expect(seen[0]).toMatchObject({ status: 200, calls: expect.arrayContaining(['addressChanges.put']) });
  });

  it.each([
    { typed: '', says: 'Bitte geben Sie Ihre E-Mail-Adresse an' },
    { typed: 'ada', says: 'Eine E-Mail-Adresse sieht so aus' },
    { typed: 'müller@buecher.example', says: 'Vor dem @ steht ein Zeichen, das Mailserver nicht annehmen' },
    { typed: 'ada@new.example\r\nBcc: eve@evil.example', says: 'An diese Adresse können wir nicht schreiben' },
    { typed: `${'a'.repeat(300)}@new.example`, says: 'Diese E-Mail-Adresse ist zu lang' },
  ])('says what is wrong with $typed beside the field', async ({ typed, says }) => {
    await aReader(house);
    const answer = await ask(typed);
    expectPage(answer, { status: 400, says });
    expect(answer.body).toMatch(
      /id="address"[^>]*aria-invalid="true"[^>]*aria-describedby="address-hint address-problem"/,
    );
    expect(house.queue.sent).toEqual([]);
  });

  it('takes none of a domain that the publication refuses', async () => {
    const { publications } = house.deps;
    house.deps.publications = {
      ...publications,
      find: async (id) => {
        const found = await publications.find(id);
        return found && { ...found, signUp: { refuseDomains: ['trash.example'] } };
      },
    };
    await aReader(house);
    expectPage(await ask('ada@mail.trash.example'), { status: 400, says: 'nimmt dieser Newsletter nicht an' });
  });

  it('writes punycode for a domain with umlauts', async () => {
    await aReader(house);
    await ask('ada@bücher.example');
    await house.deliver();
    expect(house.mails[0]?.to).toBe('ada@xn--bcher-kva.example');
  });

  it('has an end when one network asks again and again, and is open to others', async () => {
    await aReader(house);
    const answers = [];
    for (let count = 0; count < 61; count += 1) answers.push((await ask(`ada${count}@new.example`)).status);
    expect(answers.indexOf(429)).toBe(60);
    expect(house.queue.sent).toHaveLength(60);
    expect((await ask(FRESH, '198.51.100.9')).status).toBe(200);
  });
});

describe('the mail to a new address', () => {
  /** Mails with a link, as they are sent to new addresses. */
  const asking = () => house.mails.filter(({ tags }) => tags.purpose === 'confirmation');
  const asked = async (address = FRESH) => {
    await ask(address);
    await house.deliver();
  };

  it('is neutral, and names nobody', async () => {
    await aReader(house);
    await asked();
    const [mail] = house.mails;
    const headers =
      Buffer.from(mail?.raw ?? '')
        .toString('latin1')
        .split('\r\n\r\n')[0] ?? '';
    expect(headers).toContain('Auto-Submitted: auto-generated');
    expect(headers).toContain('X-Auto-Response-Suppress: All');
    expect(headers).toContain('Reply-To: redaktion@bildungsnetz.example');
    expect(headers).not.toMatch(/List-|Precedence/);
    expect(mail?.text).toMatchInlineSnapshot(`
      "Guten Tag,

      am 2. März 2026 um 10:30 Uhr wurde gewünscht, dass der Newsletter „Bildungsnetz Ruhr“ ab jetzt an diese E-Mail-Adresse geht und nicht mehr an die bisherige.

      Waren Sie das? Dann bestätigen Sie es bitte auf dieser Seite. Der Link gilt 72 Stunden:

      https://letters.example/confirm-address?t=BQJrMax2mva9WeeD_3iUZNUIxUtppViYlaUQzMMwjOWS7_xe1NTKpXJ1aHKWMx7AdifV0aLYhzXXFEL-

      Waren Sie es nicht? Dann brauchen Sie nichts zu tun: Ohne Ihre Bestätigung schicken wir Ihnen den Newsletter nicht, und die Angaben werden nach 72 Stunden gelöscht.

      -- 
      Bildungsnetz Ruhr
      Bildungsnetz Ruhr
      Am Förderturm 1, 44787 Bochum
      "
    `);
    expect(mail?.text).not.toContain('reader.example');
    expect(mail?.tags).toEqual({ purpose: 'confirmation', publication: 'ruhr' });
  });

  it('comes with a notice to the address so far, which does not name the new one', async () => {
    await aReader(house);
    await asked();
    expect(house.mails.map(({ to }) => to)).toEqual([FRESH, FORMER]);
    const notice = house.mails[1];
    expect(notice?.text).toContain('dass der Newsletter „Bildungsnetz Ruhr“ an eine andere E-Mail-Adresse geht');
    expect(notice?.text).toContain('Bitte antworten Sie dann auf diese E-Mail');
    expect(notice?.text).not.toMatch(/https?:|new\.example/);
    expect(Buffer.from(notice?.raw ?? '').toString('latin1')).toContain('Reply-To: redaktion@bildungsnetz.example');
  });

  it('tells nobody at an address that we must not write to', async () => {
    await aReader(house);
    await house.audience.subscriptions.markSuppressed('ruhr', idOf(FORMER), 'permanent-bounce');
    await asked();
    expect(house.mails.map(({ to }) => to)).toEqual([FRESH]);
  });

  it('speaks the language of who asked', async () => {
    await aReader(house, { language: 'en' });
    await asked();
    expect(house.mails[0]?.text).toContain(
      'somebody asked that the newsletter “Bildungsnetz Ruhr” go to this email address',
    );
    expect(house.mails[0]?.text).toContain('on 2 March 2026 at 10:30');
  });

  it.each([
    { what: 'to the address that we have', before: async () => {}, address: FORMER },
    { what: 'to another spelling of it', before: async () => {}, address: 'ADA@reader.example' },
    { what: 'when they have left meanwhile', before: () => post(house, links(house).unsubscribe), address: FRESH },
    {
      what: 'when they were erased meanwhile',
      before: () => house.audience.subscriptions.erase('ruhr', ADA.subscriberId),
      address: FRESH,
    },
  ])('is not sent $what', async ({ before, address }) => {
    await aReader(house);
    expect((await ask(address)).status).toBe(200);
    await before();
    await house.deliver();
    expect(house.mails).toEqual([]);
  });

  it('is not sent for a wish that is forgotten', async () => {
    await aReader(house);
    await ask(FRESH);
    house.audience.addressChanges.held.clear();
    await house.deliver();
    expect(house.mails).toEqual([]);
  });

  it('is sent once a day, however often and by whomever it is asked for', async () => {
    await aReader(house);
    await aReader(house, { address: 'eve@reader.example' });
    await asked();
    await asked();
    const eve = links(house, { ...ADA, subscriberId: idOf('eve@reader.example') }).preferences;
    await post(house, eve, { action: 'address', address: FRESH });
    await house.deliver();
    expect(asking()).toHaveLength(1);
    house.laterBy(24);
    await asked();
    expect(asking()).toHaveLength(2);
  });

  it('is sent to who is suppressed at most once in thirty days', async () => {
    await aReader(house);
    await house.audience.suppressions.add({ subscriberId: FRESH_ID, reason: 'complaint', since: hoursAfter(-99) });
    await asked();
    house.laterBy(29 * 24);
    await asked();
    expect(asking()).toHaveLength(1);
    house.laterBy(25);
    await asked();
    expect(asking()).toHaveLength(2);
  });

  it('can be asked for again at once when SES certainly did not take it', async () => {
    await aReader(house);
    await ask(FRESH);
    house.ses = { kind: 'not-sent', because: 'throttled', detail: 'ThrottlingException' };
    await expect(house.deliver()).rejects.toMatchObject({ fault: 'unavailable' });
    house.ses = { kind: 'accepted', messageId: 'x' };
    await asked();
    expect(asking()).toHaveLength(1);
  });

  it.each([
    { kind: 'unknown', detail: 'TimeoutError' } as const,
    { kind: 'refused', detail: 'MessageRejected' } as const,
  ])('is not sent a second time when the answer was $kind', async (answer) => {
    await aReader(house);
    house.ses = answer;
    await asked();
    house.ses = { kind: 'accepted', messageId: 'x' };
    await asked();
    expect(house.mails).toEqual([]);
  });
});

/** Notes each call of a store, without its arguments. */
function watch(name: string, store: object, calls: string[]): void {
  for (const [method, act] of Object.entries(store)) {
    if (typeof act !== 'function') continue;
    Object.assign(store, {
      [method]: (...given: unknown[]) => {
        calls.push(`${name}.${method}`);
        return act.apply(store, given);
      },
    });
  }
}
