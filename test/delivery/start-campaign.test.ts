import { describe, expect, it } from 'vitest';
import { startCampaign } from '../../lambdas/delivery/start-campaign.ts';
import { RundbriefError } from '../../lambdas/domain/errors.ts';
import type { Digest } from '../../lambdas/domain/publication.ts';
import { anEdition, later, START } from './samples.ts';
import { aWorld } from './world.ts';

const WEEKLY = {
  id: 'woche',
  publicationId: 'ruhr',
  cadence: 'weekly',
  time: '07:30',
  weekday: 'monday',
  topics: [],
  maxItems: 12,
  mode: 'send',
  nextRunAt: START,
} satisfies Digest;
const DAILY_CULTURE = {
  ...WEEKLY,
  id: 'kultur',
  cadence: 'daily',
  weekday: undefined,
  topics: ['kultur'],
} satisfies Digest;

const ready = { editionId: 'ruhr-12', contentHash: 'abc' };

function startDeps(edition = anEdition()) {
  const world = aWorld();
  const freeze = async (_: string, contentHash: string) => {
    if (contentHash !== edition.contentHash) throw new RundbriefError('conflict', 'The edition has changed');
    return edition;
  };
  return { ...world, freeze, digests: { list: async () => [WEEKLY, DAILY_CULTURE] } };
}

describe('starting a campaign', () => {
  it('fixes whose edition it is, for whom and as of when, and asks for the plan', async () => {
    const deps = startDeps(
      anEdition({ items: ['schule', 'kultur', 'schule'].map((topic) => ({ ...aTeaser, topics: [topic] })) }),
    );
    expect(await startCampaign(ready, deps)).toMatchObject({
      id: 'ruhr-12',
      publicationId: 'ruhr',
      status: 'planning',
      startedAt: START,
      audienceUntil: START,
      audience: { topics: ['kultur', 'schule'] },
    });
    expect(deps.plans.sent).toEqual([{ campaignId: 'ruhr-12', shard: 0 }]);
  });

  it('is for those whose wish its digest fulfils, topic by topic', async () => {
    const items = ['schule', 'kultur'].map((topic) => ({ ...aTeaser, topics: [topic] }));
    const { audience } = await startCampaign(ready, startDeps(anEdition({ digestId: 'woche', items })));
    expect(audience.cadences).toEqual({
      kultur: ['weekly', 'monthly'],
      schule: ['instant', 'daily', 'weekly', 'monthly'],
      '*': ['instant', 'daily', 'weekly', 'monthly'],
    });
  });

  it.each([undefined, 'gone'])('is for everybody when its digest is %s', async (digestId) => {
    const { audience } = await startCampaign(ready, startDeps(anEdition({ digestId })));
    expect(audience).not.toHaveProperty('cadences');
  });

  it('starts once: asking again, also later, finds the same campaign', async () => {
    const deps = startDeps();
    const first = await startCampaign(ready, deps);
    expect(await startCampaign(ready, { ...deps, now: () => later(600) })).toEqual(first);
  });

  it('asks for no plan once everything is planned', async () => {
    const deps = startDeps();
    await startCampaign(ready, deps);
    await deps.campaigns.endWalk('ruhr-12', 0, { chunks: 0, recipients: 0 });
    deps.plans.sent.length = 0;
    await startCampaign(ready, deps);
    expect(deps.plans.sent).toEqual([]);
  });

  it('leaves everything as it is when the edition has changed since', async () => {
    const deps = startDeps(anEdition({ contentHash: 'changed' }));
    await expect(startCampaign(ready, deps)).rejects.toMatchObject({ fault: 'conflict' });
    expect(await deps.campaigns.find('ruhr-12')).toBeUndefined();
    expect(deps.plans.sent).toEqual([]);
  });
});

const aTeaser = { articleId: 'a1', title: 'Neue Schule', teaser: '', publishedAt: START };
