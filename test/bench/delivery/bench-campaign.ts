import type { Campaigns } from '../../../lambdas/delivery/campaigns.ts';
import { PUBLICATION_ID } from './readers.ts';

export const EDITION_ID = 'ruhr-12';

/** A campaign that begins now, to everybody. */
export function aCampaignOfBench(id = EDITION_ID): Parameters<Campaigns['start']>[0] {
  const now = new Date();
  return {
    ...{ id, editionId: EDITION_ID, publicationId: PUBLICATION_ID, contentHash: 'bench', audience: { topics: [] } },
    ...{ status: 'planning', startedAt: now, audienceUntil: now },
  };
}
