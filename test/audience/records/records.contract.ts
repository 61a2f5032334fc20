import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceRecords } from '../../../lambdas/audience/index.ts';
import { MOST_FOR_A_DOMAIN } from '../../../lambdas/audience/records/domain-limits.ts';
import { MOST_SIGN_UPS } from '../../../lambdas/audience/records/network-limits.ts';
import type { ConsentProof } from '../../../lambdas/domain/subscription.ts';
import { ADA, hoursAfter, MONDAY } from '../samples.ts';

const { publicationId, subscriberId } = ADA;
const MAIL = { kind: 'subscription' as const, ...ADA };
const FORGET = hoursAfter(14 * 24);

/** What the smaller stores of the audience promise. */
export function recordsContract(name: string, make: () => Promise<AudienceRecords>): void {
  let records: AudienceRecords;
  beforeEach(async () => {
    records = await make();
  });

  describe(`people ${name}`, () => {
    const ada = { subscriberId, address: 'ada@reader.example' };

    it('know every publication they ever had to do with', async () => {
      expect(await records.people.find(subscriberId)).toBeUndefined();
      await records.people.note(ada, 'ruhr', FORGET);
      await records.people.note(ada, 'ruhr', FORGET);
      await records.people.keep(ada, 'ruhr');
      await records.people.note({ ...ada, address: 'Ada@reader.example' }, 'courier', FORGET);
      expect(await records.people.find(subscriberId)).toEqual({
        subscriberId,
        address: 'Ada@reader.example',
        publications: ['courier', 'ruhr'],
      });
    });
  });

  describe(`proofs ${name}`, () => {
    const requested: ConsentProof = {
      ...ADA,
      kind: 'requested',
      at: MONDAY,
      wording: { version: '1', hash: 'abc' },
      network: '192.0.2.7',
      userAgent: 'Browser',
    };
    const confirmed: ConsentProof = { ...ADA, kind: 'confirmed', at: hoursAfter(1), network: '192.0.2.8' };

    it('come back as they were given, oldest first, and only to their publication', async () => {
      await records.proofs.append(confirmed);
      await records.proofs.append(requested, FORGET);
      await records.proofs.append({ ...confirmed, publicationId: 'courier' });
      expect(await records.proofs.list(publicationId, subscriberId)).toEqual([requested, confirmed]);
    });

    it('never change: the same entry again is the first one', async () => {
      await records.proofs.append(requested);
      await records.proofs.append({ ...requested, network: '198.51.100.1' });
      await records.proofs.keep(publicationId, subscriberId);
      expect(await records.proofs.list(publicationId, subscriberId)).toEqual([requested]);
    });
  });

  describe(`suppressions ${name}`, () => {
    const bounce = { subscriberId, reason: 'permanent-bounce', since: MONDAY } as const;
    const complaint = { subscriberId, reason: 'complaint', since: hoursAfter(1) } as const;

    it('keep the first time of a reason', async () => {
      expect(await records.suppressions.find(subscriberId)).toBeUndefined();
      expect(await records.suppressions.add(bounce)).toEqual(bounce);
      expect(await records.suppressions.add({ ...bounce, since: hoursAfter(9) })).toEqual(bounce);
      expect(await records.suppressions.find(subscriberId)).toEqual(bounce);
    });

    it.each([
      { order: 'complaint after bounce', added: [bounce, complaint] },
      { order: 'bounce after complaint', added: [complaint, bounce] },
    ])('hold the graver reason: $order', async ({ added }) => {
      for (const one of added) await records.suppressions.add(one);
      expect(await records.suppressions.find(subscriberId)).toEqual(complaint);
    });

    it('are lifted by who asked for mail after they began, and not brought back by a late report', async () => {
      await records.suppressions.add(complaint);
      const lift = (hours: number) =>
        records.suppressions.lift(subscriberId, { askedAt: hoursAfter(hours), at: hoursAfter(hours + 1) });
      expect(await lift(0)).toBe(false);
      expect(await lift(2)).toBe(true);
      expect(await lift(2)).toBe(false);
      expect(await records.suppressions.find(subscriberId)).toBeUndefined();
      expect(await records.suppressions.add({ ...bounce, since: hoursAfter(3) })).toBeUndefined();
      expect(await records.suppressions.find(subscriberId)).toBeUndefined();
      const anew = { ...bounce, since: hoursAfter(4) };
      expect(await records.suppressions.add(anew)).toEqual(anew);
      expect(await records.suppressions.find(subscriberId)).toEqual(anew);
    });
  });

  describe(`sign-ups ${name}`, () => {
    it('are found as they came, the latest one', async () => {
      const signUp = {
        ...ADA,
        address: 'ada@reader.example',
        topics: ['kita'],
        cadence: 'weekly' as const,
        origin: 'embedded' as const,
        page: 'https://school.example/news',
        at: MONDAY,
        wording: { version: '1', hash: 'abc', title: 'News', sender: 'School' },
        network: '192.0.2.7',
        userAgent: '',
      };
      expect(await records.signUps.find(publicationId, subscriberId)).toBeUndefined();
      await records.signUps.put(signUp, FORGET);
      expect(await records.signUps.find(publicationId, subscriberId)).toEqual(signUp);
      await records.signUps.put({ ...signUp, topics: [], at: hoursAfter(1) }, FORGET);
      expect(await records.signUps.find(publicationId, subscriberId)).toEqual({
        ...signUp,
        topics: [],
        at: hoursAfter(1),
      });
      expect(await records.signUps.find('courier', subscriberId)).toBeUndefined();
    });
  });

  describe(`confirmation mails ${name}`, () => {
    it.each([
      { hours: 0, isAllowed: false },
      { hours: 23.999, isAllowed: false },
      { hours: 24, isAllowed: true },
    ])('may go out again after $hours hours: $isAllowed', async ({ hours, isAllowed }) => {
      expect(await records.confirmationMails.claim(MAIL, MONDAY)).toBe(true);
      expect(await records.confirmationMails.claim(MAIL, hoursAfter(hours))).toBe(isAllowed);
    });

    it('may go out again when the first one certainly did not', async () => {
      await records.confirmationMails.claim(MAIL, MONDAY);
      await records.confirmationMails.giveBack(MAIL);
      expect(await records.confirmationMails.claim(MAIL, MONDAY)).toBe(true);
    });

    it('are three a day for one person, whatever the publications', async () => {
      const claim = (publication: string, now = MONDAY) =>
        records.confirmationMails.claim({ ...MAIL, publicationId: publication }, now);
      expect([await claim('a'), await claim('b'), await claim('c'), await claim('d')]).toEqual([
        ...[true, true, true, false],
      ]);
      expect(await claim('d', hoursAfter(24))).toBe(true);
    });

    it('may have a longer rest, which the other kinds of a day do not share', async () => {
      const month = 30 * 24;
      expect(await records.confirmationMails.claim(MAIL, MONDAY, month)).toBe(true);
      expect(await records.confirmationMails.claim(MAIL, hoursAfter(month - 1))).toBe(false);
      for (const kind of ['data', 'address'] as const) {
        expect(await records.confirmationMails.claim({ ...MAIL, kind }, hoursAfter(25))).toBe(true);
      }
      expect(await records.confirmationMails.claim({ ...MAIL, publicationId: 'courier' }, hoursAfter(25))).toBe(true);
      expect(await records.confirmationMails.claim({ ...MAIL, publicationId: 'third' }, hoursAfter(25))).toBe(false);
      expect(await records.confirmationMails.claim(MAIL, hoursAfter(month))).toBe(true);
    });

    it('are given once when two ask at the same moment', async () => {
      const claims = await Promise.all([1, 2, 3, 4].map(() => records.confirmationMails.claim(MAIL, MONDAY)));
      expect(claims.filter(Boolean)).toHaveLength(1);
    });
  });

  describe(`network limits ${name}`, () => {
    it('let an hour hold so many sign-ups and no more, each network for itself', async () => {
      const taken = [];
      for (let count = 0; count <= MOST_SIGN_UPS; count += 1) {
        taken.push(await records.networkLimits.take('192.0.2.0/24', MONDAY));
      }
      expect(taken.indexOf(false)).toBe(MOST_SIGN_UPS);
      expect(await records.networkLimits.take('198.51.100.0/24', MONDAY)).toBe(true);
      expect(await records.networkLimits.take('192.0.2.0/24', hoursAfter(1))).toBe(true);
    });

    it('count right when many come at the same moment', async () => {
      const taken = await Promise.all(
        Array.from({ length: MOST_SIGN_UPS + 20 }, () => records.networkLimits.take('2001:db8:0:1::/64', MONDAY)),
      );
      expect(taken.filter(Boolean)).toHaveLength(MOST_SIGN_UPS);
    });
  });

  describe(`domain limits ${name}`, () => {
    it('let an hour hold so many mails to a domain and no more, and more of them to a large provider', async () => {
      const take = (domain: string, hours = 0) => records.domainLimits.take(domain, 'key', hoursAfter(hours));
      const taken = [];
      for (let count = 0; count <= MOST_FOR_A_DOMAIN; count += 1) {
        taken.push(await take('firm.example'));
        expect(await take('gmx.de')).toBe(true);
      }
      expect(taken.indexOf(false)).toBe(MOST_FOR_A_DOMAIN);
      expect(await take('other.example')).toBe(true);
      expect(await take('firm.example', 1)).toBe(true);
    });
  });
}
