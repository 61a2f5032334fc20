/** All rules in the order editors read their findings: what blocks, then advice from the top of the mail down. */
import type { Edition } from '../../domain/edition.ts';
import type { Source } from '../../domain/publication.ts';
import { type AddressFacts, addressFindings } from './address-rules.ts';
import { blockingFindings } from './blocking-rules.ts';
import { editionFindings } from './edition-rules.ts';
import type { Finding } from './finding.ts';
import { linkFindings } from './link-rules.ts';
import type { MailUnderCheck } from './mail-under-check.ts';
import { pictureFindings } from './picture-rules.ts';
import { sightFindings } from './sight-rules.ts';
import { structureFindings } from './structure-rules.ts';
import { textFindings } from './text-rules.ts';

export interface Facts {
  /** The last edition that went out before. */
  previous?: Edition;
  sources: Source[];
  addresses: AddressFacts;
}

/** Enough to see what is wrong; the same fault a thousand times is one fault. */
const MOST_FINDINGS = 200;

export function findingsOf(mail: MailUnderCheck, facts: Facts): Finding[] {
  return [
    ...blockingFindings(mail),
    ...editionFindings(mail, facts),
    ...structureFindings(mail),
    ...pictureFindings(mail),
    ...linkFindings(mail),
    ...addressFindings(mail, facts.addresses),
    ...textFindings(mail),
    ...sightFindings(mail),
  ].slice(0, MOST_FINDINGS);
}
