import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { log } from '../../platform/log.ts';
import { contentHash } from '../../platform/objects.ts';
import type { SendMail } from '../../platform/ses.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { linkAddress, signLink, type Who } from '../links/links.ts';
import type { EraseDeps } from '../person/erase-person.ts';
import { heedErasure } from '../person/heed-erasure.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { SignUp } from '../records/sign-ups.ts';
import { confirmationMail, MAIL_VERSION } from './confirmation-mail.ts';
import { type MayAskDeps, mayAsk } from './may-ask.ts';
import { forgetAt } from './sign-up.ts';

export interface SendConfirmationDeps
  extends MayAskDeps,
    EraseDeps,
    Pick<AudienceRecords, 'signUps' | 'subscriptions' | 'people' | 'suppressions' | 'proofs'> {
  publications: EraseDeps['publications'] & { find(id: string): Promise<Publication | undefined> };
  sendMail: SendMail;
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  configurationSet: string;
}

/**
 * Makes a sign-up a pending subscription and asks its owner by mail, once.
 *
 * Nothing is sent to who is subscribed already and gets their mail, to who had such a mail within a day, or, suppressed,
 * within thirty: a pending subscription can be confirmed with the link they have. When very many of a domain are asked at
 * once, some wait. Running it again sends nothing twice.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function sendConfirmation(who: Who, deps: SendConfirmationDeps): Promise<void> {
  const publication = await deps.publications.find(who.publicationId);
  const signUp = await deps.signUps.find(who.publicationId, who.subscriberId);
  // Forgotten in the meantime, or withdrawn with the whole publication: then nobody waits for this mail.
  if (!publication || !signUp) return;
  const asked = await makePending(signUp, publication, deps);
  if (!asked) return;
  const mail = { kind: 'subscription', ...who } as const;
  const { address, at } = signUp;
  const recipient = { address, at, isSuppressed: asked.suppressedBecause !== undefined };
  if (await mayAsk(mail, recipient, deps)) await sendOne(signUp, publication, deps);
}

/** @returns what is to be confirmed; undefined when there is nobody to ask */
async function makePending(
  signUp: SignUp,
  publication: Publication,
  deps: SendConfirmationDeps,
): Promise<Pick<Subscription, 'suppressedBecause'> | undefined> {
  const { subscriberId, publicationId, address, topics, cadence, timeZone, origin, at } = signUp;
  const { wording, tracking, page, network, userAgent } = signUp;
  const forget = forgetAt(at);
  await deps.people.note({ subscriberId, address }, publicationId, forget);
  const { language } = publication;
  const choice = { topics, cadence, timeZone, language, ...(tracking ? { trackingAgreedAt: at } : {}) };
  const wish = { subscriberId, publicationId, address, ...choice, origin, requestedAt: at };
  const pending = await deps.subscriptions.request(wish, forget);
  if (!pending && !(await isConfirmedInVain(signUp, deps))) return undefined;
  const asked = { kind: 'requested', at, wording, page, network, userAgent } as const;
  await deps.proofs.append({ subscriberId, publicationId, ...asked }, forget);
  if (pending && tracking) {
    const agreed = { ...asked, kind: 'tracking-agreed', wording: tracking } as const;
    await deps.proofs.append({ subscriberId, publicationId, ...agreed }, forget);
  }
  // Read after the subscription is there: whoever suppresses this person later will find and mark it.
  const suppression = await deps.suppressions.find(subscriberId);
  if (suppression && (await heedErasure({ subscriberId, askedAt: at }, deps))) return undefined;
  if (suppression) await deps.subscriptions.markSuppressed(publicationId, subscriberId, suppression.reason);
  return { suppressedBecause: suppression?.reason };
}

/** They have confirmed once, but we write to them no more: confirming again will lift that. */
async function isConfirmedInVain({ publicationId, subscriberId }: SignUp, { subscriptions }: SendConfirmationDeps) {
  const current = await subscriptions.find(publicationId, subscriberId);
  return current?.status === 'confirmed' && current.suppressedBecause !== undefined;
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
