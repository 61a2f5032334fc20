import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import { log } from '../../platform/log.ts';
import type { SendMail } from '../../platform/ses.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { linkAddress, signLink, type Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { dataMail } from './data-mail.ts';

export interface SendDataMailDeps extends Pick<AudienceRecords, 'people' | 'subscriptions' | 'confirmationMails'> {
  publications: { find(id: string): Promise<Publication | undefined> };
  sendMail: SendMail;
  linkKeys: () => Promise<LinkKeys>;
  siteUrl: string;
  configurationSet: string;
  now: () => Date;
}

/**
 * Sends the link to everything held about a person to the address that is held, once; to who is suppressed as well, since
 * it is theirs to know. Nothing is sent to who was erased meanwhile, and to who had such a mail within a day.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function sendDataMail(who: Who, deps: SendDataMailDeps): Promise<void> {
  const publication = await deps.publications.find(who.publicationId);
  const subscription = await deps.subscriptions.find(who.publicationId, who.subscriberId);
  const to = subscription?.address ?? (await deps.people.find(who.subscriberId))?.address;
  if (!publication || !to) return;
  const mail = { kind: 'data', subscriberId: who.subscriberId, publicationId: who.publicationId } as const;
  const requestedAt = deps.now();
  if (!(await deps.confirmationMails.claim(mail, requestedAt))) return;
  const link = linkAddress(deps.siteUrl, 'data', signLink('data', who, await deps.linkKeys(), requestedAt));
  const language = subscription?.language ?? publication.language;
  const answer = await deps.sendMail({
    from: publication.sender.address,
    to,
    raw: dataMail(publication, { to, link, requestedAt, language }),
    configurationSet: deps.configurationSet,
    tags: { purpose: 'data', publication: publication.id },
  });
  if (answer.kind === 'not-sent') {
    await deps.confirmationMails.giveBack(mail);
    throw new RundbriefError('unavailable', `SES took no mail about somebody's data: ${answer.because}`);
  }
  // An uncertain one counts as sent: whoever got none can ask again tomorrow, nobody gets two.
  if (answer.kind !== 'accepted')
    log.warn('A mail about somebody’s data may not have been sent', { ...mail, ...answer });
}
