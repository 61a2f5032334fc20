import { describe, expect, it } from 'vitest';
import { signUpOffer } from '../../../lambdas/audience/joining/sign-up-offer.ts';
import type { Cadence, Digest } from '../../../lambdas/domain/publication.ts';
import { House } from '../house.ts';
import { ADA, aPublication } from '../samples.ts';

const a = (cadence: Cadence, ...topics: string[]): Pick<Digest, 'cadence' | 'topics'> => ({ cadence, topics });

describe('how often, as a form offers it', () => {
  it.each([
    { when: 'there is no digest', digests: [], choice: [], usual: 'weekly', says: 'varying' },
    { when: 'there is one', digests: [a('monthly')], choice: [], usual: 'monthly', says: 'monthly' },
    { when: 'it comes at once', digests: [a('instant')], choice: [], usual: 'instant', says: 'instant' },
    {
      when: 'it follows a timetable',
      digests: [{ ...a('weekly'), cron: '30 7 * * 1-5' }],
      choice: [],
      usual: 'weekly',
      says: 'varying',
    },
    {
      when: 'everything comes at two paces',
      digests: [a('weekly'), a('daily')],
      choice: ['daily', 'weekly'],
      usual: 'weekly',
      says: 'chosen',
    },
    {
      when: 'none of them is weekly',
      digests: [a('instant'), a('daily'), a('monthly')],
      choice: ['instant', 'daily', 'monthly'],
      usual: 'monthly',
      says: 'chosen',
    },
    {
      when: 'one topic has a pace of its own besides',
      digests: [a('weekly'), a('daily', 'kita')],
      choice: ['daily', 'weekly'],
      usual: 'weekly',
      says: 'chosen',
    },
    {
      when: 'each topic comes at one pace',
      digests: [a('monthly', 'schule'), a('daily', 'kita')],
      choice: [],
      usual: 'monthly',
      says: 'varying',
    },
    {
      when: 'two digests share a pace',
      digests: [a('weekly', 'kita'), a('weekly', 'schule')],
      choice: [],
      usual: 'weekly',
      says: 'weekly',
    },
  ])('when $when: $choice', ({ digests, choice, usual, says }) => {
    const { cadences, usualCadence, wording } = signUpOffer(aPublication(), digests);
    expect(cadences).toEqual(choice);
    expect(usualCadence).toBe(usual);
    expect(wording.version).toBe(`2026-11b-de-${says}`);
  });

  it('is asked in words, with the usual one chosen, and only where there is a choice', async () => {
    const house = new House();
    expect((await house.ask('/subscribe/ruhr')).body).not.toContain('name="cadence"');
    house.digests = [a('instant'), a('weekly'), a('monthly')];
    const { body } = await house.ask('/subscribe/ruhr');
    for (const word of ['Wie oft?', 'sobald es Neues gibt', 'wöchentlich', 'monatlich']) expect(body).toContain(word);
    expect(body).toContain('name="cadence" value="weekly" checked');
    expect(body).toContain('in der Regel so oft, wie ich es hier wähle');
    expect((await house.ask('/subscribe/courier')).body).toContain('How often?');
  });

  it.each([
    { typed: 'monthly', kept: 'monthly' },
    { typed: 'daily', kept: 'weekly' },
    { typed: '"><script>', kept: 'weekly' },
  ])('chosen as $typed is kept as $kept, and shown to who confirms', async ({ typed, kept }) => {
    const house = new House();
    house.digests = [a('weekly'), a('monthly')];
    await house.subscribe('ada@reader.example', { cadence: typed });
    await house.deliver();
    expect(await house.audience.subscriptions.find('ruhr', ADA.subscriberId)).toMatchObject({ cadence: kept });
    const words = { monthly: 'monatlich', weekly: 'wöchentlich' }[kept];
    expect((await house.ask(house.link)).body).toContain(`Häufigkeit: ${words}`);
  });

  it('stays chosen when the form comes back', async () => {
    const house = new House();
    house.digests = [a('weekly'), a('monthly')];
    const { body } = await house.subscribe('ada@', { cadence: 'monthly' });
    expect(body).toContain('name="cadence" value="monthly" checked');
    expect(body).not.toContain('value="weekly" checked');
  });
});
