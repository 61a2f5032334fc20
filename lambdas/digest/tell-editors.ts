/**
 * Editors hear by mail what needs them: a draft that waits, an edition that could not be made or was held back, one that goes
 * out shortened, and an approval that a correction has voided. Each of them once of each thing, and only where a publication names editors.
 */
import { type EditorNews, editorHtml, editorPlainText, editorSubject } from '../../templates/editors/letter.ts';
import type { NewsKind } from '../../templates/editors/words.ts';
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import { addressLine, headerLine, mimeMessage } from '../platform/mime.ts';
import type { SendMail } from '../platform/ses.ts';
import type { CompositionRun, Editions } from './editions.ts';
import type { ComposedNews, CorrectedNews, EditorNewsMessage } from './editor-news.ts';
import type { Telling, Tellings } from './tellings.ts';
import { troubledSources } from './troubled-sources.ts';

export interface TellDeps {
  publications: { find(id: string): Promise<Publication | undefined> };
  sources: { list(publicationId: string): Promise<Source[]> };
  editions: Pick<Editions, 'find' | 'findRun'>;
  tellings: Tellings;
  sendMail: SendMail;
  /** Of the console and our public pages, without a slash at its end. */
  siteUrl: string;
  configurationSet: string;
  now: () => Date;
}

/** What is to be told, and what distinguishes it from all else. */
interface Story {
  kind: NewsKind;
  about: string;
  edition?: Edition;
  reason?: string;
}

/**
 * Tells a publication's editors what became of a scheduled composition or of an approval, if it concerns them. Running it again tells nobody
 * twice: when it is uncertain whether a mail went out, there is no second.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function tellEditors(message: EditorNewsMessage, deps: TellDeps): Promise<void> {
  const publication = await deps.publications.find(message.publicationId);
  if (!publication?.editors?.length) return;
  const story = 'editionId' in message ? await storyOfCorrection(message, deps) : await storyOfRun(message, deps);
  if (!story) return;
  const news = await newsOf(story, publication, deps);
  for (const address of new Set(publication.editors)) {
    await tellOne({ publicationId: publication.id, about: story.about, address }, news, deps);
  }
}

/** @returns undefined when there is nothing that needs an editor */
async function storyOfRun(
  { publicationId, requestId, digestId = requestId }: ComposedNews,
  { editions }: TellDeps,
): Promise<Story | undefined> {
  const run = await editions.findRun(publicationId, requestId);
  if (!run || run.outcome.kind === 'skipped') return undefined;
  const { at, outcome } = run;
  // A digest that looks every few minutes would fail as often: its editors are told once a day.
  if (outcome.kind === 'failed') {
    const day = at.toISOString().slice(0, 10);
    return { kind: 'failed', about: `failed#${digestId}#${day}`, reason: outcome.reason };
  }
  const edition = await editions.find(outcome.editionId);
  const kind = edition && kindOf(edition, outcome);
  return kind && { kind, about: `${kind}#${edition.id}`, edition, reason: outcome.heldBecause };
}

/** @returns undefined when it is approved all the same, or was sent */
async function storyOfCorrection(
  { editionId, approvedHash }: CorrectedNews,
  { editions }: TellDeps,
): Promise<Story | undefined> {
  const edition = await editions.find(editionId);
  if (edition?.status !== 'draft' || edition.approval || edition.contentHash === approvedHash) return undefined;
  return { kind: 'voided', about: `voided#${editionId}#${approvedHash}`, edition };
}

type Composed = Extract<CompositionRun['outcome'], { kind: 'composed' }>;

function kindOf({ sendsItself, shortened = 0 }: Edition, { heldBecause }: Composed): NewsKind | undefined {
  if (heldBecause) return 'held';
  if (!sendsItself) return 'draft';
  return shortened > 0 ? 'shortened' : undefined;
}

async function newsOf(
  { kind, edition, reason }: Story,
  publication: Publication,
  { sources, siteUrl }: TellDeps,
): Promise<EditorNews> {
  const troubled = troubledSources(await sources.list(publication.id));
  const console = `${siteUrl}/console`;
  if (!edition) return { kind, publication, reason, troubled, pageUrl: `${console}/publications/${publication.id}` };
  const pageUrl = `${console}/editions/${edition.id}`;
  return { kind, publication, edition, reason, troubled, pageUrl, previewUrl: `${pageUrl}/preview` };
}

async function tellOne(telling: Telling, news: EditorNews, deps: TellDeps): Promise<void> {
  const { publicationId, about, address } = telling;
  const mail = {
    from: news.publication.sender.address,
    to: address,
    raw: mimeMessage({
      headers: headersOf(address, news),
      text: editorPlainText(news),
      html: editorHtml(news),
    }),
    configurationSet: deps.configurationSet,
    tags: { purpose: 'editors', publication: publicationId },
  };
  if (!(await deps.tellings.claim(telling, deps.now()))) return;
  const answer = await deps.sendMail(mail);
  if (answer.kind === 'not-sent') {
    await deps.tellings.giveBack(telling);
    throw new RundbriefError('unavailable', `SES took no message to editors: ${answer.because}`);
  }
  if (answer.kind === 'accepted') return;
  log.warn('A message to an editor was not accepted', {
    publicationId,
    about,
    answer: answer.kind,
    detail: answer.detail,
  });
}

function headersOf(to: string, news: EditorNews): string[] {
  const { sender, language } = news.publication;
  return [
    addressLine('From', sender),
    addressLine('To', { address: to }),
    headerLine('Subject', editorSubject(news)),
    headerLine('Auto-Submitted', 'auto-generated'),
    headerLine('X-Auto-Response-Suppress', 'All'),
    headerLine('Content-Language', language),
  ];
}
