import { randomBytes } from 'node:crypto';
import type { Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import { blockingFindings } from './checks/blocking-rules.ts';
import type { Finding } from './checks/finding.ts';
import { mailUnderCheck } from './checks/mail-under-check.ts';
import { storeContent } from './edition-parts.ts';
import type { OwnTemplates } from './own-templates.ts';
import { renderEdition } from './render-edition.ts';

export interface SealDeps {
  /** The bucket for rendered editions. */
  parts: Objects;
  siteUrl: string;
  /** Where publications' own templates are; absent: none has one. */
  ownTemplates?: Pick<OwnTemplates, 'find'>;
  /** Notes what keeps this content from going out; absent: nobody asks. */
  noteBlocking?: (found: { editionId: string; contentHash: string; findings: Finding[] }) => Promise<void>;
}

/** Bytes of chance in the address of an unlisted edition: nobody finds it by trying. */
const KEY_BYTES = 16;

/**
 * Renders a draft and stores what readers will see. Repeating it is harmless. Whether its page will be public is decided
 * here, as mails lead to it: a draft follows its publication until it goes out. One that must not go out as it is does not
 * do so by itself.
 *
 * @returns the edition as it is to be kept: with the hash of its content, and with what editors are told about it
 * @throws RundbriefError `invalid` when its template cannot be filled with it
 */
export async function sealEdition(
  { shortened: _, archiveKey, ...unplaced }: Edition,
  publication: Publication,
  { parts, siteUrl, ownTemplates, noteBlocking }: SealDeps,
): Promise<Edition> {
  const isUnlisted = publication.archive === 'unlisted';
  const draft: Edition = {
    ...unplaced,
    ...(isUnlisted && { archiveKey: archiveKey ?? randomBytes(KEY_BYTES).toString('hex') }),
  };
  const template = (await ownTemplates?.find(publication.id))?.source;
  const { content, shortened } = await renderEdition(draft, { publication, siteUrl, template });
  if (shortened > 0) log.info('items were shortened to keep the mail whole', { editionId: draft.id, shortened });
  const contentHash = await storeContent(parts, content);
  const findings = blockingFindings(mailUnderCheck(content, { edition: draft, publication, siteUrl }));
  if (findings.length > 0) await noteBlocking?.({ editionId: draft.id, contentHash, findings });
  const { sendsItself, ...held } = draft;
  return { ...(findings.length > 0 ? held : draft), ...(shortened > 0 && { shortened }), contentHash };
}
