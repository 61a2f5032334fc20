import { beforeEach, describe, expect, it } from 'vitest';
import { consentWording } from '../../../lambdas/audience/joining/consent-wording.ts';
import { MOST_SIGN_UPS } from '../../../lambdas/audience/records/network-limits.ts';
import { House, hiddenFields, posted } from '../house.ts';
import { ADA, COURIER, hoursAfter, idOf, MONDAY } from '../samples.ts';

let house: House;
beforeEach(() => {
  house = new House();
});
const ada = () => house.audience.subscriptions.find('ruhr', ADA.subscriberId);

describe('the sign-up form', () => {
  it('is shown in the language of its publication, with topics, wording and feeds', async () => {
    const { status, body, headers } = await house.ask('/subscribe/ruhr');
    expect(status).toBe(200);
    expect(body).toContain('<html lang="de"');
    expect(body).toContain('Newsletter „Bildungsnetz Ruhr“ abonnieren');
    expect(body).toContain('Schule &amp; Unterricht');
    expect(body).toContain('kann ich jederzeit für die Zukunft widerrufen');
    for (const feed of ['rss.xml', 'atom.xml', 'feed.json']) {
      expect(body).toMatch(new RegExp(`<link rel="alternate"[^>]*https://letters.example/feeds/ruhr/${feed}`));
    }
    expect(body).not.toContain('<script');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect((await house.ask('/subscribe/courier')).body).toContain('Subscribe to “The Night Courier”');
  });

  it('is not there for a publication that does not exist, in the language of the browser', async () => {
    const answer = await house.ask('/subscribe/nowhere', { headers: { 'Accept-Language': 'de-DE,de;q=0.9,en;q=0.8' } });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('Diesen Newsletter gibt es hier nicht');
    expect((await house.ask('/subscribe/nowhere')).body).toContain('There is no such newsletter here');
    expect((await house.subscribe('ada@reader.example', { publication: 'nowhere' })).status).toBe(404);
  });

  it.each(['GET', 'HEAD'])('does nothing on %s, whatever the address says', async (method) => {
    await house.ask('/subscribe/ruhr?address=ada@reader.example&topic=kita', { method });
    await house.deliver();
    expect(house.queue.sent).toEqual([]);
    expect(house.mails).toEqual([]);
  });
});

describe('signing up', () => {
  it('makes a pending subscription with its proof, and a mail that asks', async () => {
    const answer = await house.subscribe('Ada@Reader.example', { topic: ['kita', 'termine', 'no-such-topic'] });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Bitte schauen Sie in Ihr Postfach');
    expect(house.queue.sent).toEqual([{ kind: 'subscription', ...ADA }]);
    await house.deliver();
    expect(await ada()).toEqual({
      ...ADA,
      address: 'Ada@reader.example',
      status: 'pending',
      topics: ['kita', 'termine'],
      cadence: 'weekly',
      origin: 'form',
      language: 'de',
      requestedAt: MONDAY,
    });
    const { text, ...wording } = consentWording('de', 'weekly', {
      title: 'Bildungsnetz Ruhr',
      sender: 'Bildungsnetz Ruhr',
    });
    expect(answer.body).not.toContain(text);
    expect(await house.audience.proofs.list('ruhr', ADA.subscriberId)).toEqual([
      {
        ...ADA,
        kind: 'requested',
        at: MONDAY,
        wording,
        page: 'https://letters.example/subscribe/ruhr',
        network: '192.0.2.77',
        userAgent: 'Mozilla/5.0 (test)',
      },
      {
        ...ADA,
        kind: 'mail-sent',
        at: MONDAY,
        wording: { version: '2026-11-de', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
    expect(house.mails).toHaveLength(1);
  });

  it('is one person in every spelling of the address', async () => {
    await house.subscribe('ada@reader.example');
    await house.subscribe('ADA@READER.EXAMPLE');
    await house.deliver();
    expect(house.mails).toHaveLength(1);
  });

  it.each([
    { typed: 'müller@example.org', says: 'zum Beispiel ein Umlaut' },
    { typed: 'ada', says: 'sieht so aus: name@example.org' },
    { typed: 'ada@example.org\r\nBcc: x@example.org', says: 'Bitte prüfen Sie den Teil vor dem @' },
    { typed: `${'x'.repeat(300)}@example.org`, says: 'zu lang' },
    { typed: '', says: 'Bitte geben Sie Ihre E-Mail-Adresse an' },
    { typed: '"><script>alert(1)</script>@example.org', says: 'Bitte prüfen Sie' },
  ])('with $typed shows the form again and says why', async ({ typed, says }) => {
    const { status, body } = await house.subscribe(typed, { topic: 'kita' });
    expect(status).toBe(400);
    expect(body).toContain(says);
    expect(body).toMatch(/value="kita" checked/);
    expect(body).not.toContain('<script');
    expect(house.queue.sent).toEqual([]);
  });

  it('looks the same to a robot that fills in the hidden field, but nothing happens', async () => {
    const honest = await house.subscribe('ada@reader.example');
    const robot = await house.subscribe('bob@reader.example', { homepage: 'https://spam.example' });
    expect(robot).toEqual(honest);
    await house.deliver();
    expect(house.mails.map(({ to }) => to)).toEqual(['ada@reader.example']);
  });

  it.each([
    { seconds: 0, waits: [2000] },
    { seconds: 1.5, waits: [500] },
    { seconds: 2, waits: [] },
    { seconds: 60, waits: [] },
  ])(
    'after $seconds seconds waits $waits milliseconds, until a person could have read the form',
    async ({ seconds, waits }) => {
      const form = new URLSearchParams({
        ...hiddenFields((await house.ask('/subscribe/ruhr')).body),
        address: 'a@b.example',
      });
      house.laterBy(seconds / 3600);
      expect((await house.ask('/subscribe/ruhr', posted(form))).status).toBe(200);
      expect(house.waited).toEqual(waits);
    },
  );

  it.each([
    { what: 'never shown', change: (form: URLSearchParams) => form.delete('shown') },
    { what: 'with a time of their own', change: (form: URLSearchParams) => form.set('shown', 'zzz.k1.AAAA') },
    { what: 'shown a day ago', change: () => house.laterBy(24.01) },
    { what: 'with another wording', change: (form: URLSearchParams) => form.set('wording', 'abc') },
    {
      what: 'of another publication',
      change: async (form: URLSearchParams) =>
        form.set('shown', hiddenFields((await house.ask('/subscribe/courier')).body).shown ?? ''),
    },
  ])('with a form $what shows it again, filled in', async ({ change }) => {
    const form = new URLSearchParams({
      ...hiddenFields((await house.ask('/subscribe/ruhr')).body),
      address: 'ada@reader.example',
    });
    await change(form);
    const { status, body } = await house.ask('/subscribe/ruhr', posted(form));
    expect(status).toBe(400);
    expect(body).toContain('nicht mehr aktuell');
    expect(body).toContain('value="ada@reader.example"');
    expect(house.queue.sent).toEqual([]);
  });

  it('ends at a limit for each network, which says so', async () => {
    for (let count = 0; count < MOST_SIGN_UPS; count += 1) {
      expect((await house.subscribe(`r${count}@reader.example`)).status).toBe(200);
    }
    const refused = await house.subscribe('ada@reader.example', {}, { from: '192.0.2.200' });
    expect(refused.status).toBe(429);
    expect(refused.body).toContain('Zu viele Anmeldungen aus Ihrem Netz');
    expect((await house.subscribe('ada@reader.example', {}, { from: '198.51.100.1' })).status).toBe(200);
    expect(house.queue.sent).toHaveLength(MOST_SIGN_UPS + 1);
  });

  it.each(['form', 'embedded'])(
    'through the %s is the same answer and the same work whether we know the address or not',
    async (form) => {
      const observed = [];
      for (const [state, become] of Object.entries(STATES)) {
        const fresh = new House();
        if (state !== 'new') {
          await fresh.subscribe('ada@reader.example');
          await fresh.deliver();
        }
        await become(fresh);
        fresh.waited.length = 0;
        const work = watch(fresh);
        const answer = await fresh.subscribe('ada@reader.example', { form });
        observed.push({ answer, work, waited: fresh.waited });
      }
      expect(observed).toHaveLength(Object.keys(STATES).length);
      for (const one of observed) expect(one).toEqual(observed[0]);
      expect(observed[0]?.work).toEqual([
        'publications.find',
        'digests.list',
        // The form's own GET ends here, its POST begins.
        'publications.find',
        'digests.list',
        'networkLimits.take',
        'wait',
        'signUps.put',
        'confirmations.send',
      ]);
    },
  );
});

/** What somebody may be to us when a stranger types their address. */
const STATES: Record<string, (house: House) => Promise<unknown>> = {
  new: async () => {},
  pending: async () => {},
  confirmed: ({ audience }) => audience.subscriptions.confirm('ruhr', ADA.subscriberId, MONDAY),
  ended: ({ audience }) =>
    audience.subscriptions.end('ruhr', ADA.subscriberId, { at: MONDAY, because: 'unsubscribed' }),
  suppressed: ({ audience }) => audience.suppressions.add({ ...ADA, reason: 'complaint', since: MONDAY }),
  erased: async ({ audience }) => {
    await audience.suppressions.add({ ...ADA, reason: 'erased', since: MONDAY });
    await audience.subscriptions.erase('ruhr', ADA.subscriberId);
  },
};

describe('the confirmation mail', () => {
  it('is neutral, automatic, in German, and holds nothing a stranger typed but the address in To', async () => {
    await house.subscribe(
      'ada@reader.example',
      { topic: 'kita' },
      { headers: { ...posted(new URLSearchParams()).headers, 'User-Agent': 'Kaufen Sie jetzt' } },
    );
    await house.deliver();
    const [mail] = house.mails;
    const head = Buffer.from(mail?.raw ?? [])
      .toString('latin1')
      .split('\r\n\r\n')[0];
    expect(head).toContain('To: ada@reader.example');
    expect(head).toContain('Auto-Submitted: auto-generated');
    expect(head).toContain('Reply-To: redaktion@bildungsnetz.example');
    expect(head).not.toContain('List-');
    expect(mail?.text).toContain('wurde am 2. März 2026 um 10:30 Uhr der Newsletter „Bildungsnetz Ruhr“ bestellt');
    expect(mail?.text).toContain('Am Förderturm 1, 44787 Bochum');
    expect(mail?.text).not.toMatch(/Kaufen|reader\.example|Kita/);
    expect(mail).toMatchObject({
      from: 'ruhr@rundbrief.example',
      to: 'ada@reader.example',
      configurationSet: 'bulk',
      tags: { purpose: 'confirmation', publication: 'ruhr' },
    });
    expect(house.link).not.toContain('reader');
  });

  it('is in English for an English publication', async () => {
    await house.subscribe('ada@reader.example', { publication: 'courier' });
    await house.deliver();
    expect(house.mails[0]?.text).toContain(
      '“The Night Courier” was ordered for this email address on 2 March 2026 at 09:30',
    );
    expect(house.mails[0]?.text).toContain(COURIER.imprint[1]);
  });

  it.each([
    { hours: 0, mails: 1 },
    { hours: 23, mails: 1 },
    { hours: 24, mails: 2 },
  ])('comes once a day: $mails after a second sign-up $hours hours later', async ({ hours, mails }) => {
    await house.subscribe('ada@reader.example');
    await house.deliver();
    await house.laterBy(hours).subscribe('ada@reader.example');
    await house.deliver();
    expect(house.mails).toHaveLength(mails);
  });

  it('comes once when the queue delivers its message twice', async () => {
    await house.subscribe('ada@reader.example');
    house.queue.sent.push(...house.queue.sent);
    await house.deliver();
    expect(house.mails).toHaveLength(1);
    expect(await house.audience.proofs.list('ruhr', ADA.subscriberId)).toHaveLength(2);
  });

  it('is not sent to who is subscribed, and their subscription stays as it is', async () => {
    await house.subscribe('ada@reader.example', { topic: 'kita' });
    await house.deliver();
    await house.audience.subscriptions.confirm('ruhr', ADA.subscriberId, hoursAfter(1));
    await house.laterBy(48).subscribe('ada@reader.example', { topic: 'schule' });
    await house.deliver();
    expect(house.mails).toHaveLength(1);
    expect(await ada()).toMatchObject({ status: 'confirmed', topics: ['kita'] });
  });

  it('is tried again when SES certainly took nothing, and goes out then', async () => {
    await house.subscribe('ada@reader.example');
    house.ses = { kind: 'not-sent', because: 'throttled', detail: '' };
    await expect(house.deliver()).rejects.toMatchObject({ fault: 'unavailable' });
    house.ses = { kind: 'accepted', messageId: 'ses-2' };
    house.queue.sent.push({ kind: 'subscription', ...ADA });
    await house.deliver();
    expect(house.mails).toHaveLength(1);
  });

  it.each(['unknown', 'refused'] as const)('is not sent a second time after an answer that was %s', async (kind) => {
    await house.subscribe('ada@reader.example');
    house.ses = { kind, detail: '' };
    await house.deliver();
    house.ses = { kind: 'accepted', messageId: 'ses-2' };
    house.queue.sent.push({ kind: 'subscription', ...ADA });
    await house.deliver();
    expect(house.mails).toEqual([]);
  });

  it('does not bring back who left after a message that comes late', async () => {
    await house.subscribe('ada@reader.example');
    await house.deliver();
    await house.audience.subscriptions.end('ruhr', ADA.subscriberId, { at: hoursAfter(1), because: 'unsubscribed' });
    house.laterBy(48).queue.sent.push({ kind: 'subscription', ...ADA });
    await house.deliver();
    expect(await ada()).toMatchObject({ status: 'ended' });
    expect(house.mails).toHaveLength(1);
  });

  it('is forgotten quietly when nobody of that id signed up', async () => {
    house.queue.sent.push({ kind: 'subscription', subscriberId: idOf('nobody@example.org'), publicationId: 'ruhr' });
    house.queue.sent.push({ kind: 'subscription', ...ADA, publicationId: 'gone' });
    await house.deliver();
    expect(house.mails).toEqual([]);
  });
});

/** Notes every call to the outside world from now on, by name: each store, queue, and waiting. */
function watch({ deps }: House): string[] {
  const calls: string[] = [];
  const note = (owner: Record<string, unknown>, name: string, as: string) => {
    const method = owner[name];
    if (typeof method !== 'function') return;
    owner[name] = (...given: unknown[]) => {
      calls.push(as);
      return method.apply(owner, given);
    };
  };
  const owners = { ...deps } as Record<string, unknown>;
  for (const [name, owner] of Object.entries(owners)) {
    if (typeof owner !== 'object' || owner === null) continue;
    const own = { ...owner } as Record<string, unknown>;
    Object.assign(deps, { [name]: own });
    for (const method of Object.keys(own)) note(own, method, `${name}.${method}`);
  }
  note(deps as unknown as Record<string, unknown>, 'wait', 'wait');
  note(deps as unknown as Record<string, unknown>, 'sendMail', 'sendMail');
  return calls;
}
