import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { confirmationMail, MAIL_VERSION } from '../../../lambdas/audience/joining/confirmation-mail.ts';
import { CONSENT_VERSIONS, consentText } from '../../../lambdas/audience/joining/consent-wording.ts';
import { House, posted } from '../house.ts';
import { ADA, aPublication, COURIER, MONDAY } from '../samples.ts';

const NAMES = { title: 'Rundbrief', sender: 'Die Schule' };
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const short = (text: string | undefined) => sha256(text ?? '').slice(0, 12);

describe('the words of consent', () => {
  it('are for ever what they were: a changed word is a new version', () => {
    const hashes = CONSENT_VERSIONS.map((version) => [version, short(consentText({ version, ...NAMES }))]);
    expect(Object.fromEntries(hashes)).toEqual({
      '2026-11-de': '64ea7985e62d',
      '2026-11-en': '3fd5a482caff',
      '2026-11b-de-instant': 'faf571d88b9a',
      '2026-11b-de-daily': '50cf2ece72b6',
      '2026-11b-de-weekly': '43e3571d56aa',
      '2026-11b-de-monthly': '51b767b250f6',
      '2026-11b-de-chosen': '23d12a39f87b',
      '2026-11b-de-varying': '481ed2330a37',
      '2026-11b-de-instant-asks': '6c5d3cca1daf',
      '2026-11b-de-daily-asks': '8d5d6099a2fa',
      '2026-11b-de-weekly-asks': '0dacfce8c5ef',
      '2026-11b-de-monthly-asks': '527c0db2f20f',
      '2026-11b-de-chosen-asks': 'e728a2555b6e',
      '2026-11b-de-varying-asks': '5561d7589772',
      '2026-11b-en-instant': 'd3012c660713',
      '2026-11b-en-daily': '4788e3b18bdc',
      '2026-11b-en-weekly': 'c5ef4aa60dc9',
      '2026-11b-en-monthly': 'ce303ab40fea',
      '2026-11b-en-chosen': 'fe9f7de48514',
      '2026-11b-en-varying': 'c760abdb3a18',
      '2026-11b-en-instant-asks': '80ffca1b837c',
      '2026-11b-en-daily-asks': 'e5f38af15e22',
      '2026-11b-en-weekly-asks': 'b3ac4de7121b',
      '2026-11b-en-monthly-asks': 'da57d2686901',
      '2026-11b-en-chosen-asks': '9dcac412b8be',
      '2026-11b-en-varying-asks': 'f931ae8f6063',
      'tracking-2026-11-de': '6490abd27419',
      'tracking-2026-11-en': '40886232994e',
    });
  });

  it('are none for a version that never was', () => {
    expect(consentText({ version: '2020-01-de', ...NAMES })).toBeUndefined();
    expect(consentText({ version: '2026-11-de' })).toBeUndefined();
  });

  it.each(CONSENT_VERSIONS)('of %s name sender and newsletter and the way out', (version) => {
    const text = consentText({ version, ...NAMES }) ?? '';
    for (const word of [NAMES.title, NAMES.sender, version.includes('-de') ? 'widerrufen' : 'withdraw']) {
      expect(text).toContain(word);
    }
  });
});

describe('the proof of consent', () => {
  let house: House;
  beforeEach(() => {
    house = new House();
  });

  it.each([
    { publication: 'ruhr', id: 'ruhr' },
    { publication: 'courier', id: 'courier' },
  ])('of $publication gives back word for word what stood on the page', async ({ publication, id }) => {
    await house.subscribe('ada@reader.example', { publication });
    const { body } = await house.ask(`/subscribe/${publication}`);
    // The newsletter has another name by now.
    Object.assign(house.deps, { publications: { find: async () => aPublication({ id, title: 'Anders' }) } });
    await house.deliver();
    const [requested] = await house.audience.proofs.list(id, ADA.subscriberId);
    const { wording } = requested ?? {};
    const text = wording && consentText(wording);
    expect(sha256(text ?? '')).toBe(wording?.hash);
    expect(body).toContain(text);
  });

  it('holds form and mail, time, place and program of the request and of the confirmation', async () => {
    const from = '2001:db8:0:1::7';
    await house.subscribe('ada@reader.example', {}, { from });
    await house.deliver();
    await house.laterBy(3).ask(house.link, { ...posted(new URLSearchParams()), from: '198.51.100.9' });
    const where = { network: '198.51.100.9', userAgent: 'Mozilla/5.0 (test)' };
    expect(await house.audience.proofs.list('ruhr', ADA.subscriberId)).toMatchObject([
      {
        kind: 'requested',
        at: MONDAY,
        page: 'https://letters.example/subscribe/ruhr',
        network: from,
        userAgent: 'Mozilla/5.0 (test)',
        wording: { version: '2026-11b-de-weekly', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
      { kind: 'mail-sent', at: MONDAY, wording: { version: '2026-11-de', hash: sha256(house.mails[0]?.raw ?? '') } },
      { kind: 'confirmed', at: house.now, ...where },
    ]);
  });
});

describe('the words of the mail', () => {
  it.each([
    { publication: aPublication(), hash: 'abd5cdee28ae' },
    { publication: COURIER, hash: 'd76404fed72b' },
  ])('are those of their version in $publication.language', ({ publication, hash }) => {
    const mail = confirmationMail(publication, { to: 'a@b.example', link: 'https://x.example/', requestedAt: MONDAY });
    expect({ version: MAIL_VERSION, hash: sha256(mail).slice(0, 12) }).toEqual({ version: '2026-11', hash });
  });
});
