import { RundbriefError } from '../../domain/errors.ts';
import type { Language, Publication } from '../../domain/publication.ts';
import { log } from '../../platform/log.ts';
import { contentHash } from '../../platform/objects.ts';
import type { SendMail } from '../../platform/ses.ts';
import { forgetAt } from '../joining/sign-up.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { linkAddress, type Move, signLink } from '../links/links.ts';
import type { AddressChange } from '../records/address-changes.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { ADDRESS_MAIL_VERSION, addressMail } from './address-mail.ts';

export interface SendAddressMailDeps
  extends Pick<AudienceRecords, 'addressChanges' | 'subscriptions' | 'suppressions' | 'proofs' | 'confirmationMails'> {
  publications: { find(id: string): Promise<Publication | undefined> };
  sendMail: SendMail;
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  configurationSet: string;
  now: () => Date;
}

/** Who does not want our mail, or whose mailbox did not take it, is asked no more often than this. */
const HOURS_WHILE_SUPPRESSED = 30 * 24;

/**
 * Asks the owner of a new address, once.
 *
 * Nothing is sent when the address is the one we have, when the subscription has ended meanwhile, and to who had such a
 * mail within a day. Running it again sends nothing twice.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function sendAddressMail(move: Move, deps: SendAddressMailDeps): Promise<void> {
  const { subscriberId, publicationId, formerId } = move;
  const publication = await deps.publications.find(publicationId);
  const change = await deps.addressChanges.find(move);
  const former = await deps.subscriptions.find(publicationId, formerId);
  if (!publication || !change || former?.status !== 'confirmed' || subscriberId === formerId) return;
  const hours = (await deps.suppressions.find(subscriberId)) ? HOURS_WHILE_SUPPRESSED : undefined;
  const mail = { kind: 'address', subscriberId, publicationId } as const;
  if (!(await deps.confirmationMails.claim(mail, deps.now(), hours))) return;
  if (!(await sendOne(change, { publication, language: former.language }, deps))) {
    await deps.confirmationMails.giveBack(mail);
    throw new RundbriefError('unavailable', 'SES took no mail to a new address');
  }
}

/** @returns false when it was certainly not sent */
async function sendOne(
  { address: to, at, confirmed, network, userAgent, ...move }: AddressChange,
  { publication, language }: { publication: Publication; language: Language },
  deps: SendAddressMailDeps,
): Promise<boolean> {
  const sentAt = deps.now();
  const link = linkAddress(deps.siteUrl, 'address', signLink('address', move, await deps.linkKeys(), sentAt));
  const raw = addressMail(publication, { to, link, requestedAt: at, language });
  const answer = await deps.sendMail({
    from: publication.sender.address,
    to,
    raw,
    configurationSet: deps.configurationSet,
    tags: { purpose: 'confirmation', publication: publication.id },
  });
  const { formerId, ...who } = move;
  if (answer.kind === 'not-sent') return false;
  if (answer.kind === 'refused') log.warn('SES refused a mail to a new address', { ...who, detail: answer.detail });
  // An uncertain one counts as sent: whoever got none can ask again tomorrow, nobody gets two.
  if (answer.kind === 'unknown') log.warn('A mail to a new address may not have been sent', { ...who, ...answer });
  if (answer.kind === 'refused') return true;
  const wording = { version: `${ADDRESS_MAIL_VERSION}-${language}`, hash: contentHash(raw) };
  await deps.proofs.append({ ...who, kind: 'mail-sent', at: sentAt, wording }, forgetAt(sentAt));
  return true;
}
