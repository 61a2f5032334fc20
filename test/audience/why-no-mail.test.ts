import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipientsInMemory, wantedOrWhyNot } from '../../lambdas/audience/index.ts';
import type { EditionAudience } from '../../lambdas/domain/edition-audience.ts';
import { cadencesServed } from '../../lambdas/domain/edition-audience.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { ADA, hoursAfter, MONDAY } from './samples.ts';

const CADENCES = ['instant', 'daily', 'weekly', 'monthly'] as const;
const TOPICS = ['schule', 'kita', 'termine'];

const cadence = fc.constantFrom(...CADENCES);
const moment = fc.option(fc.constantFrom(hoursAfter(-1), MONDAY, hoursAfter(1)), { nil: undefined });
const subscription: fc.Arbitrary<Subscription> = fc
  .record({
    status: fc.constantFrom('pending' as const, 'confirmed' as const, 'ended' as const),
    topics: fc.subarray(TOPICS),
    cadence,
    cadences: fc.dictionary(fc.constantFrom(...TOPICS), cadence),
    pausedUntil: moment,
    suppressedBecause: fc.option(fc.constant('complaint' as const), { nil: undefined }),
    language: fc.constantFrom('de' as const, 'en' as const),
  })
  .map((one) => ({
    ...ADA,
    address: 'ada@reader.example',
    requestedAt: hoursAfter(-9),
    confirmedAt: hoursAfter(-8),
    ...one,
  }));

const audience: fc.Arbitrary<EditionAudience> = fc
  .record({
    topics: fc.subarray(TOPICS),
    own: fc.option(fc.record({ cadence, topics: fc.subarray(TOPICS) }), { nil: undefined }),
    others: fc.array(fc.record({ cadence, topics: fc.subarray(TOPICS) }), { maxLength: 3 }),
    languages: fc.option(fc.constantFrom('de' as const, 'en' as const), { nil: undefined }),
  })
  .map(({ topics, own, others, languages }) => ({
    topics,
    ...(own ? { cadences: cadencesServed(own, [own, ...others], topics) } : {}),
    ...(languages ? { segment: { id: 's', title: 'Ein Segment', filter: { languages: [languages] } } } : {}),
  }));

describe('what an editor is told of one reader', () => {
  it('is what a sender will do', async () => {
    await fc.assert(
      fc.asyncProperty(subscription, audience, async (one, edition) => {
        const recipients = recipientsInMemory(new Map([[one.subscriberId, one]]), () => MONDAY);
        const sent = (await recipients.recheck('ruhr', [one.subscriberId], edition)).present.get(one.subscriberId);
        const said = wantedOrWhyNot(one, { audience: edition, at: MONDAY });
        expect(typeof said === 'string' ? undefined : said.topics).toEqual(sent?.topics);
      }),
      { numRuns: 500 },
    );
  });

  it('names somebody who confirmed after the sending began', () => {
    const one = { ...ADA, address: '', status: 'confirmed' as const, topics: [], cadence: 'weekly' as const };
    const late = { ...one, language: 'de' as const, requestedAt: MONDAY, confirmedAt: hoursAfter(1) };
    expect(wantedOrWhyNot(late, { audience: { topics: [] }, at: MONDAY })).toBe('joined-later');
    expect(wantedOrWhyNot(late, { audience: { topics: [] }, at: hoursAfter(1) })).toEqual({ topics: [] });
  });
});
