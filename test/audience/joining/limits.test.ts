import { beforeEach, describe, expect, it } from 'vitest';
import { MOST_FOR_A_DOMAIN } from '../../../lambdas/audience/records/domain-limits.ts';
import { MOST_SIGN_UPS } from '../../../lambdas/audience/records/network-limits.ts';
import { House, hiddenFields, posted } from '../house.ts';
import { ADA, hoursAfter, idOf, MONDAY } from '../samples.ts';

let house: House;
beforeEach(() => {
  house = new House();
});

/** One form for many sendings: loading it each time would only slow the test down. */
async function flood(count: number, visitor: (index: number) => { address: string; from: string }) {
  const shown = hiddenFields((await house.ask('/subscribe/ruhr')).body);
  house.laterBy(3 / 3600);
  const answers = new Map<number, number>();
  let refusal = '';
  for (let index = 0; index < count; index += 1) {
    const { address, from } = visitor(index);
    const answer = await house.ask('/subscribe/ruhr', { ...posted(new URLSearchParams({ ...shown, address })), from });
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    if (answer.status !== 200) refusal = answer.body;
  }
  return { answers: Object.fromEntries(answers), refusal };
}

/** From as many networks as there are sign-ups. */
const elsewhere = (index: number) => `203.${index >> 8}.${index & 255}.7`;

describe('ten thousand sign-ups within a minute', () => {
  it('from one network are sixty, and for the rest a page that says when to come back', async () => {
    const { answers, refusal } = await flood(10_000, (index) => ({
      address: `r${index}@reader.example`,
      from: `192.0.2.${index % 256}`,
    }));
    expect(answers).toEqual({ 200: MOST_SIGN_UPS, 429: 10_000 - MOST_SIGN_UPS });
    expect(refusal).toContain('Bitte versuchen Sie es in einer Stunde noch einmal.');
    expect(refusal).not.toContain('<form');
    expect(house.queue.sent).toHaveLength(MOST_SIGN_UPS);
    // Nobody is kept waiting for a refusal: a flood must not cost us time.
    expect(house.waited).toEqual([]);
  });

  it('from one /64, be it through the form of another website, are sixty as well', async () => {
    const shown = hiddenFields((await house.ask('/subscribe/ruhr')).body);
    const answers = [];
    for (let index = 0; index < 200; index += 1) {
      const form = new URLSearchParams({
        form: 'embedded',
        wording: shown.wording ?? '',
        address: `r${index}@x.example`,
      });
      const from = `2001:db8:0:1:${index.toString(16)}::1`;
      answers.push((await house.ask('/subscribe/ruhr', { ...posted(form), from })).status);
    }
    expect(answers.filter((status) => status === 200)).toHaveLength(MOST_SIGN_UPS);
    expect(house.waited).toHaveLength(MOST_SIGN_UPS);
  });

  it('of one address from all over the world are one mail', async () => {
    const { answers } = await flood(1_000, (index) => ({ address: 'ada@reader.example', from: elsewhere(index) }));
    expect(answers).toEqual({ 200: 1_000 });
    await house.deliver();
    expect(house.mails).toHaveLength(1);
    expect(house.queue.sent).toEqual([]);
  });

  it('of one address for every newsletter there is are a mail each, and never more than three a day', async () => {
    for (const publication of ['ruhr', 'courier', 'third', 'fourth', 'fifth']) {
      const found = await house.deps.publications.find('ruhr');
      Object.assign(house.deps, { publications: { find: async (id: string) => found && { ...found, id } } });
      await house.subscribe('ada@reader.example', { publication });
    }
    await house.deliver();
    expect(house.mails).toHaveLength(3);
  });
});

describe('mails to one domain', () => {
  const count = MOST_FOR_A_DOMAIN + 5;
  const toFirm = (index: number) => ({ address: `staff${index}@firm.example`, from: elsewhere(index) });
  const status = (index: number) =>
    house.audience.confirmationMails.claim({ kind: 'subscription', ...whoOf(index) }, house.now);
  const whoOf = (index: number) => ({ subscriberId: idOf(toFirm(index).address), publicationId: 'ruhr' });

  it('are so many an hour; the others wait in the queue and go out later', async () => {
    expect((await flood(count, toFirm)).answers).toEqual({ 200: count });
    await house.deliver();
    expect(house.mails).toHaveLength(MOST_FOR_A_DOMAIN);
    expect(house.queue.sent).toHaveLength(5);
    await house.deliver();
    expect(house.mails).toHaveLength(MOST_FOR_A_DOMAIN);
    await house.laterBy(1).deliver();
    expect(house.mails).toHaveLength(count);
    expect(house.queue.sent).toEqual([]);
    expect(new Set(house.mails.map(({ to }) => to)).size).toBe(count);
  });

  it('that wait hold up nobody of another domain', async () => {
    await flood(count, toFirm);
    await house.subscribe('ada@reader.example', {}, { from: '198.51.100.1' });
    await house.deliver();
    expect(house.mails.at(-1)?.to).toBe('ada@reader.example');
  });

  it('are given up after a day, and the person can sign up again', async () => {
    await flood(count, toFirm);
    await house.deliver();
    house.now = hoursAfter(24.5);
    for (let index = 0; index < MOST_FOR_A_DOMAIN; index += 1) {
      await house.audience.domainLimits.take('firm.example', await house.deps.addressKey(), house.now);
    }
    await house.deliver();
    expect(house.mails).toHaveLength(MOST_FOR_A_DOMAIN);
    expect(house.queue.sent).toEqual([]);
    expect(await status(count - 1)).toBe(true);
  });

  it('count once for each mail, not for each wish of one person', async () => {
    await flood(1_000, (index) => ({ address: 'boss@firm.example', from: elsewhere(index) }));
    await house.deliver();
    await house.subscribe('staff@firm.example', {}, { from: '198.51.100.1' });
    await house.deliver();
    expect(house.mails.map(({ to }) => to)).toEqual(['boss@firm.example', 'staff@firm.example']);
  });

  it('are more for large providers, whose users have nothing to do with each other', async () => {
    await flood(count, (index) => ({ address: `somebody${index}@gmx.de`, from: elsewhere(index) }));
    await house.deliver();
    expect(house.mails).toHaveLength(count);
  });

  it('are looked at where it changes neither the answer nor its time', async () => {
    const before = await house.subscribe('first@firm.example', {}, { from: '198.51.100.1' });
    for (let index = 0; index <= MOST_FOR_A_DOMAIN; index += 1) {
      await house.audience.domainLimits.take('firm.example', await house.deps.addressKey(), MONDAY);
    }
    house.waited.length = 0;
    expect(await house.subscribe('second@firm.example', {}, { from: '198.51.100.1' })).toEqual(before);
    expect(house.waited).toEqual([2000]);
    expect(house.queue.sent.at(-1)).toEqual({
      kind: 'subscription',
      ...ADA,
      subscriberId: idOf('second@firm.example'),
    });
  });
});
