import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import { log } from '../../platform/log.ts';
import { contentHash } from '../../platform/objects.ts';
import type { SendMail } from '../../platform/ses.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { linkAddress, signLink, type Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { SignUp } from '../records/sign-ups.ts';
import { confirmationMail, MAIL_VERSION } from './confirmation-mail.ts';
import { forgetAt } from './sign-up.ts';

export interface SendConfirmationDeps
  extends Pick<
    AudienceRecords,
    'signUps' | 'subscriptions' | 'people' | 'suppressions' | 'proofs' | 'confirmationMails'
  > {
  publications: { find(id: string): Promise<Publication | undefined> };
  sendMail: SendMail;
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  configurationSet: string;
  now: () => Date;
}

/**
 * Makes a sign-up a pending subscription and asks its owner by mail, once.
 *
 * Nothing is sent to who is subscribed already, to who is suppressed, and to who had a mail within a day: their pending
 * subscription can be confirmed with the link they have. Running it again sends nothing twice.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function sendConfirmation(who: Who, deps: SendConfirmationDeps): Promise<void> {
  const publication = await deps.publications.find(who.publicationId);
  const signUp = await deps.signUps.find(who.publicationId, who.subscriberId);
  // Forgotten in the meantime, or withdrawn with the whole publication: then nobody waits for this mail.
  if (!publication || !signUp) return;
  if (!(await makePending(signUp, publication, deps))) return;
  if (!(await deps.confirmationMails.claim({ kind: 'subscription', ...who }, deps.now()))) return;
  await sendOne(signUp, publication, deps);
}

/** @returns false when there is nobody to ask */
async function makePending(signUp: SignUp, publication: Publication, deps: SendConfirmationDeps): Promise<boolean> {
  const { subscriberId, publicationId, address, topics, at, wording, network, userAgent } = signUp;
  const forget = forgetAt(at);
  await deps.people.note({ subscriberId, address }, publicationId, forget);
  const pending = await deps.subscriptions.request(
    {
      subscriberId,
      publicationId,
      address,
      topics,
      cadence: 'weekly',
      language: publication.language,
      requestedAt: at,
    },
    forget,
  );
  if (!pending) return false;
  await deps.proofs.append({ subscriberId, publicationId, kind: 'requested', at, wording, network, userAgent }, forget);
  // Read after the subscription is there: whoever suppresses this person later will find and mark it.
  const suppression = await deps.suppressions.find(subscriberId);
  if (suppression) await deps.subscriptions.markSuppressed(publicationId, subscriberId, suppression.reason);
  return !suppression;
}

async function sendOne(signUp: SignUp, publication: Publication, deps: SendConfirmationDeps): Promise<void> {
  const { subscriberId, publicationId, address: to, at } = signUp;
  const who = { subscriberId, publicationId };
  const sentAt = deps.now();
  const link = linkAddress(deps.siteUrl, 'confirm', signLink('confirm', who, await deps.linkKeys(), sentAt));
  const raw = confirmationMail(publication, { to, link, requestedAt: at });
  const answer = await deps.sendMail({
    from: publication.sender.address,
    to,
    raw,
    configurationSet: deps.configurationSet,
    tags: { purpose: 'confirmation', publication: publicationId },
  });
  if (answer.kind === 'not-sent') {
    await deps.confirmationMails.giveBack({ kind: 'subscription', ...who });
    throw new RundbriefError('unavailable', `SES took no confirmation: ${answer.because}`);
  }
  if (answer.kind === 'refused') log.warn('SES refused a confirmation', { ...who, detail: answer.detail });
  // An uncertain one counts as sent: whoever got none can ask again tomorrow, nobody gets two.
  if (answer.kind === 'unknown') log.warn('A confirmation may not have been sent', { ...who, detail: answer.detail });
  if (answer.kind === 'refused') return;
  const wording = { version: `${MAIL_VERSION}-${publication.language}`, hash: contentHash(raw) };
  await deps.proofs.append({ ...who, kind: 'mail-sent', at: sentAt, wording }, forgetAt(sentAt));
}
