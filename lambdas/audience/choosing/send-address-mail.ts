import { RundbriefError } from '../../domain/errors.ts';
import type { Language, Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { log } from '../../platform/log.ts';
import { contentHash } from '../../platform/objects.ts';
import type { SendMail } from '../../platform/ses.ts';
import { type MayAskDeps, mayAsk } from '../joining/may-ask.ts';
import { forgetAt } from '../joining/sign-up.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { linkAddress, type Move, signLink } from '../links/links.ts';
import type { AddressChange } from '../records/address-changes.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { ADDRESS_MAIL_VERSION, addressMail } from './address-mail.ts';
import { movingNotice } from './moving-notice.ts';

export interface SendAddressMailDeps
  extends MayAskDeps,
    Pick<AudienceRecords, 'addressChanges' | 'subscriptions' | 'suppressions' | 'proofs'> {
  publications: { find(id: string): Promise<Publication | undefined> };
  sendMail: SendMail;
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  configurationSet: string;
}

/**
 * Asks the owner of a new address, once, and tells the address so far.
 *
 * Nothing is sent when the address is the one we have, when the subscription has ended meanwhile, and to who had such a
 * mail within a day, or, suppressed, within thirty. Running it again sends nothing twice.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function sendAddressMail(move: Move, deps: SendAddressMailDeps): Promise<void> {
  const { subscriberId, publicationId, formerId } = move;
  const publication = await deps.publications.find(publicationId);
  const change = await deps.addressChanges.find(move);
  const former = await deps.subscriptions.find(publicationId, formerId);
  if (!publication || !change || former?.status !== 'confirmed' || subscriberId === formerId) return;
  const isSuppressed = (await deps.suppressions.find(subscriberId)) !== undefined;
  const mail = { kind: 'address', subscriberId, publicationId, formerId } as const;
  if (!(await mayAsk(mail, { address: change.address, at: change.at, isSuppressed }, deps))) return;
  if (!(await sendOne(change, { publication, language: former.language }, deps))) {
    await deps.confirmationMails.giveBack(mail);
    throw new RundbriefError('unavailable', 'SES took no mail to a new address');
  }
  if (!former.suppressedBecause) await tellFormer(former, { publication, requestedAt: change.at }, deps);
}

/** By the way: whether it could be sent changes nothing. */
async function tellFormer(
  { address: to, language, subscriberId }: Subscription,
  { publication, requestedAt }: { publication: Publication; requestedAt: Date },
  { sendMail, configurationSet }: SendAddressMailDeps,
): Promise<void> {
  const answer = await sendMail({
    from: publication.sender.address,
    to,
    raw: movingNotice(publication, { to, requestedAt, language }),
    configurationSet,
    tags: { purpose: 'notice', publication: publication.id },
  });
  if (answer.kind === 'accepted') return;
  log.warn('A former address may not have been told', {
    subscriberId,
    publicationId: publication.id,
    kind: answer.kind,
  });
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
