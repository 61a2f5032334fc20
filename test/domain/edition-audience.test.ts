import { describe, expect, it } from 'vitest';
import { cadencesOffered, cadencesServed, topicsWanted } from '../../lambdas/domain/edition-audience.ts';
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
