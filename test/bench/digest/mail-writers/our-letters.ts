import type { CampaignRecord } from '../../../../lambdas/delivery/campaigns.ts';
import { type Letters, lettersFrom } from '../../../../lambdas/delivery/letters.ts';
import type { Letter } from './letter.ts';
import { linksOf } from './turns.ts';

/** As the sender has them: from parts in S3, with links signed for each reader. */
export async function ourLetters({
  parts,
  editionId,
  publicationId,
  contentHash,
  composedAt,
}: Letter): Promise<Letters> {
  const stored = { get: async () => ({ body: Buffer.from(parts), contentType: 'application/json', metadata: {} }) };
  const campaign = { editionId, publicationId, contentHash, startedAt: new Date(composedAt) } as CampaignRecord;
  return lettersFrom(stored)(campaign, linksOf);
}
