import { type WelcomeData, welcomeLetter } from '../../templates/welcome/letter.ts';
import { welcomePlainText } from '../../templates/welcome/plain-text.ts';
import { WELCOME_WORDS } from '../../templates/welcome/words.ts';
import type { Recipient, Recipients } from '../audience/index.ts';
import { chosenItems, contentItems, type Editions } from '../digest/index.ts';
import { archivePath } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import { addressLine, headerLine, mimeMessage } from '../platform/mime.ts';
import type { SendMail } from '../platform/ses.ts';
import type { Newcomer, Welcomes } from './welcomes.ts';

export interface WelcomeDeps {
  publications: { find(id: string): Promise<Publication | undefined> };
  recipients: Pick<Recipients, 'recheck'>;
  editions: Pick<Editions, 'list'>;
  welcomes: Welcomes;
  links(newcomer: Newcomer): Promise<WelcomeData['links']>;
  sendMail: SendMail;
  /** Of our public pages, without a slash at its end. */
  siteUrl: string;
  configurationSet: string;
  pastListConfigurationSet: string;
  now: () => Date;
}

/** Among how many of the newest editions one is looked for that was sent: the others are drafts. */
const EDITIONS_LOOKED_AT = 20;

/**
 * Greets who has just confirmed, once, if their publication greets at all; not who has left, paused or been suppressed
 * since. Running it again sends nothing twice: when it is uncertain whether the first mail went out, there is no second.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function sendWelcome(newcomer: Newcomer, deps: WelcomeDeps): Promise<void> {
  const publication = await deps.publications.find(newcomer.publicationId);
  if (!publication?.welcome) return;
  const { present } = await deps.recipients.recheck(newcomer.publicationId, [newcomer.subscriberId], { topics: [] });
  const recipient = present.get(newcomer.subscriberId);
  if (!recipient) return;
  const mail = await writeMail(newcomer, recipient, publication, deps);
  if (!(await deps.welcomes.claim(newcomer, deps.now()))) return;
  const answer = await deps.sendMail(mail);
  if (answer.kind === 'not-sent') {
    await deps.welcomes.giveBack(newcomer);
    throw new RundbriefError('unavailable', `SES took no welcome: ${answer.because}`);
  }
  if (answer.kind !== 'accepted')
    log.warn('A welcome was not accepted', { ...newcomer, answer: answer.kind, detail: answer.detail });
}

async function writeMail(newcomer: Newcomer, recipient: Recipient, publication: Publication, deps: WelcomeDeps) {
  const { address, language, isWatched } = recipient;
  const links = await deps.links(newcomer);
  const data = { publication, language, links, latest: await findLatest(publication, recipient, deps) };
  return {
    from: publication.sender.address,
    to: address,
    raw: mimeMessage({
      headers: headersFor(address, data),
      text: welcomePlainText(data),
      html: welcomeLetter(data),
    }),
    configurationSet: isWatched ? deps.pastListConfigurationSet : deps.configurationSet,
    tags: { purpose: 'welcome', publication: publication.id },
  };
}

/** The latest edition that was sent, if it is wanted here and holds something for this reader. */
async function findLatest(
  { id, welcome }: Publication,
  { topics }: Recipient,
  { editions, siteUrl, now }: WelcomeDeps,
): Promise<WelcomeData['latest']> {
  if (!welcome?.latestEdition) return undefined;
  const newest = await editions.list(id, { limit: EDITIONS_LOOKED_AT });
  const edition = newest.find(({ status }) => status === 'sent');
  if (!edition) return undefined;
  const chosen = chosenItems(contentItems(edition.items), topics, now());
  const items = edition.items.filter((_, index) => chosen[index]);
  return items.length > 0
    ? { edition: { ...edition, items }, archiveUrl: `${siteUrl}/${archivePath(edition)}` }
    : undefined;
}

/** Somebody asked for this mail, so it says nothing of being automatic; and it can be left as every edition can. */
function headersFor(to: string, { publication, language, links }: WelcomeData): string[] {
  const { id, title, sender } = publication;
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  return [
    addressLine('From', sender),
    addressLine('To', { address: to }),
    ...(sender.replyTo ? [addressLine('Reply-To', { address: sender.replyTo })] : []),
    headerLine('Subject', WELCOME_WORDS[language].subject(title)),
    headerLine('List-Id', `<${id}.${domain}>`),
    headerLine('List-Unsubscribe', `<${links.unsubscribe}>`),
    headerLine('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    headerLine('Content-Language', language),
  ];
}
