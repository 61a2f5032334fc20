import type { LinkKeys } from '../links/link-keys.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { FindPublication } from './reader-page.tsx';

/** What the pages behind personal links need of the world. */
export interface LinkPageDeps extends FindPublication, Pick<AudienceRecords, 'subscriptions' | 'people' | 'proofs'> {
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  now: () => Date;
}
