import { describe, expect, it } from 'vitest';
import {
  audienceOf,
  cadencesOffered,
  cadencesServed,
  isChosen,
  topicsWanted,
} from '../../lambdas/domain/edition-audience.ts';
import type { Cadence, Digest } from '../../lambdas/domain/publication.ts';

type Recipe = Pick<Digest, 'cadence' | 'topics'>;
const weekly: Recipe = { cadence: 'weekly', topics: [] };
const monthly: Recipe = { cadence: 'monthly', topics: [] };
const dailyKita: Recipe = { cadence: 'daily', topics: ['kita'] };

describe('cadences', () => {
  it('are offered for a topic by the digests that carry it, from often to seldom', () => {
    const digests = [monthly, weekly, dailyKita];
    expect(cadencesOffered(digests, 'kita')).toEqual(['daily', 'weekly', 'monthly']);
    expect(cadencesOffered(digests, 'schule')).toEqual(['weekly', 'monthly']);
  });

  it('that nobody serves count as the next less frequent one, else as the most seldom', () => {
    expect(cadencesServed(weekly, [weekly], [])).toEqual({ '*': ['instant', 'daily', 'weekly', 'monthly'] });
    expect(cadencesServed(weekly, [weekly, monthly], [])).toEqual({ '*': ['instant', 'daily', 'weekly'] });
    expect(cadencesServed(monthly, [weekly, monthly], [])).toEqual({ '*': ['monthly'] });
  });

  it('are each served by exactly one of the digests of a topic: nobody is lost, nobody gets it twice', () => {
    const digests = [weekly, monthly, dailyKita];
    for (const topic of ['kita', 'schule', '*']) {
      const served = digests.flatMap((digest) => cadencesServed(digest, digests, ['kita', 'schule'])[topic] ?? []);
      expect(served.toSorted()).toEqual(['daily', 'instant', 'monthly', 'weekly']);
    }
  });
});

describe('what somebody wants of an edition', () => {
  const digests = [weekly, dailyKita];
  const edition = (digest: Recipe, topics: string[]) => ({ topics, cadences: cadencesServed(digest, digests, topics) });
  const wish = (cadence: Cadence, topics: string[] = [], cadences?: Record<string, Cadence>) => ({
    cadence,
    topics,
    cadences,
  });

  it.each([
    { who: wish('weekly'), of: edition(weekly, ['kita', 'schule']), wants: [] },
    { who: wish('daily'), of: edition(weekly, ['kita', 'schule']), wants: ['schule', '*'] },
    { who: wish('daily'), of: edition(dailyKita, ['kita']), wants: ['kita'] },
    { who: wish('weekly'), of: edition(dailyKita, ['kita']), wants: undefined },
    {
      who: wish('weekly', ['kita', 'schule'], { kita: 'daily' }),
      of: edition(weekly, ['kita', 'schule']),
      wants: ['schule'],
    },
    {
      who: wish('weekly', ['kita', 'schule'], { kita: 'daily' }),
      of: edition(dailyKita, ['kita', 'schule']),
      wants: ['kita'],
    },
    { who: wish('weekly', ['kita']), of: edition(weekly, ['schule']), wants: undefined },
    { who: wish('weekly', ['kita']), of: edition(weekly, []), wants: undefined },
    { who: wish('monthly'), of: edition(weekly, []), wants: [] },
    { who: wish('monthly', ['kita']), of: { topics: ['kita', 'schule'] }, wants: ['kita'] },
    { who: wish('monthly', ['kita']), of: { topics: ['schule'] }, wants: undefined },
  ])('$who of $of: $wants', ({ who, of, wants }) => {
    expect(topicsWanted(who, of)).toEqual(wants);
  });
});

describe('an article of two topics', () => {
  const aDigest = (id: string, cadence: Cadence, topics: string[] = []): Digest => ({
    ...{ id, cadence, topics, publicationId: 'ruhr', maxItems: 12, mode: 'send' },
    nextRunAt: new Date('2026-11-23T06:00:00Z'),
  });
  const carried = ['kita', 'schule'];
  const ways = [
    {
      what: 'digests for everything',
      digests: [aDigest('a', 'instant'), aDigest('b', 'weekly'), aDigest('c', 'monthly')],
    },
    {
      what: 'a digest for each topic',
      digests: [aDigest('a', 'instant', ['kita']), aDigest('b', 'weekly', ['schule'])],
    },
    { what: 'one that carries one of them', digests: [aDigest('a', 'daily', ['kita']), aDigest('b', 'weekly')] },
  ];
  const cadences: Cadence[] = ['instant', 'daily', 'weekly', 'monthly'];
  const wishes = cadences.flatMap((kita) =>
    cadences.flatMap((schule) =>
      [[], carried].map((topics) => ({ cadence: 'weekly' as const, topics, cadences: { kita, schule } })),
    ),
  );

  it.each(ways)('comes to everybody once, whatever they wish, with $what', ({ digests }) => {
    for (const wish of wishes) {
      const got = digests.filter(({ id }) => {
        const choice = topicsWanted(wish, audienceOf({ digestId: id, items: [{ topics: carried }] }, digests));
        return choice && isChosen(carried, new Set(choice));
      });
      expect({ wish, got: got.length }).toEqual({ wish, got: 1 });
    }
  });

  it('comes by the more frequent digest', () => {
    const [{ digests }] = ways as [(typeof ways)[number]];
    const wish = { cadence: 'weekly', topics: carried, cadences: { kita: 'instant' } } as const;
    const wanted = (digestId: string) =>
      topicsWanted({ ...wish, topics: carried }, audienceOf({ digestId, items: [{ topics: carried }] }, digests));
    expect(isChosen(carried, new Set(wanted('a')))).toBe(true);
    expect(isChosen(carried, new Set(wanted('b')))).toBe(false);
    expect(isChosen(['schule'], new Set(wanted('b')))).toBe(true);
  });
});
