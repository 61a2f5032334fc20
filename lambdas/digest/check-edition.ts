/**
 * Checks an edition as it is now: the mail itself, what is behind its addresses, and how it stands to the one before it and
 * to the sources. What is found is kept with the content's hash: a changed edition has not been checked.
 */
import type { Edition } from '../domain/edition.ts';
import type { Publication, Source } from '../domain/publication.ts';
import type { LookAtAddress } from '../ingest/index.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import { addressesOf, MOST_IMAGE_BYTES } from './checks/address-rules.ts';
import { isBlocking } from './checks/finding.ts';
import { lookAtAddresses } from './checks/look-at-addresses.ts';
import { type MailUnderCheck, mailUnderCheck } from './checks/mail-under-check.ts';
import { picturesOf } from './checks/pictures.ts';
import { findingsOf } from './checks/whole-mail.ts';
import { loadContent } from './edition-parts.ts';
import type { Editions } from './editions.ts';
import type { CheckMessage } from './messages.ts';

export interface CheckDeps {
  editions: Pick<Editions, 'find' | 'list' | 'recordCheck'>;
  publications: { find(publicationId: string): Promise<Publication | undefined> };
  sources: { list(publicationId: string): Promise<Source[]> };
  /** The bucket with rendered editions. */
  parts: Pick<Objects, 'get'>;
  look: LookAtAddress;
  /** Between two requests to one host; a moment when absent. */
  restMilliseconds?: number;
  siteUrl: string;
  now: () => Date;
}

/** The last one that went out is hardly further back. */
const EDITIONS_LOOKED_BACK = 20;

/** Running it again looks again. */
export async function checkEdition({ editionId, requestId }: CheckMessage, deps: CheckDeps): Promise<void> {
  const edition = await deps.editions.find(editionId);
  const publication = edition && (await deps.publications.find(edition.publicationId));
  if (!edition || !publication) return log.warn('There is no such edition to check', { editionId, requestId });
  const { contentHash } = edition;
  const content = await loadContent(deps.parts, editionId, contentHash);
  const mail = mailUnderCheck(content, { edition, publication, siteUrl: deps.siteUrl });
  const [addresses, previous, sources] = await Promise.all([
    lookAround(mail, deps),
    lastSentBefore(edition, deps),
    deps.sources.list(publication.id),
  ]);
  const findings = findingsOf(mail, { addresses, previous, sources });
  const { unchecked } = addresses;
  const counted = { checked: addresses.looks.size, unchecked };
  await deps.editions.recordCheck({ editionId, contentHash, at: deps.now(), requestId, findings, addresses: counted });
  const blocking = findings.filter(isBlocking).length;
  log.info('an edition was checked', {
    editionId,
    requestId,
    blocking,
    others: findings.length - blocking,
    ...counted,
  });
}

function lookAround(mail: MailUnderCheck, { look, restMilliseconds }: Pick<CheckDeps, 'look' | 'restMilliseconds'>) {
  const pictures = new Set(picturesOf(mail));
  const wanted = addressesOf(mail).map((url) => ({ url, mostBytes: pictures.has(url) ? MOST_IMAGE_BYTES : 0 }));
  return lookAtAddresses(wanted, { look, restMilliseconds });
}

async function lastSentBefore(
  { publicationId, number }: Edition,
  { editions }: Pick<CheckDeps, 'editions'>,
): Promise<Edition | undefined> {
  const earlier = await editions.list(publicationId, { limit: EDITIONS_LOOKED_BACK, before: number });
  return earlier.find(({ status }) => status !== 'draft');
}
