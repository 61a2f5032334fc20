/** As the sender does it: from parts encoded once, with links signed for each reader. */
import type { CampaignRecord } from '../../../lambdas/delivery/campaigns.ts';
import { lettersFrom } from '../../../lambdas/delivery/letters.ts';
import { theLetter } from './letter.ts';
import { linksOf, takeTurns } from './turns.ts';

const { parts, editionId, publicationId, contentHash, composedAt } = theLetter();
const stored = { get: async () => ({ body: Buffer.from(parts), contentType: 'application/json', metadata: {} }) };
const startedAt = new Date(composedAt);
const campaign = { editionId, publicationId, contentHash, startedAt } as CampaignRecord;
takeTurns((await lettersFrom(stored)(campaign, linksOf)).write);
