import { raw } from 'hono/html';
import { ARCHIVE_WORDS } from '../../templates/digest/archive-words.ts';
import { type Dates, datesIn } from '../../templates/digest/dates.ts';
import { type EventView, type ItemView, itemView } from '../../templates/digest/item-view.ts';
import { markdownHtml } from '../../templates/digest/markdown.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { DIGEST_WORDS, type DigestWords } from '../../templates/digest/words.ts';
import { jsonLd } from '../../templates/pages/structured-data.ts';
import { archivePath, type Edition, type EditionItem, isAmongEvents } from '../domain/edition.ts';
import type { Language, Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { editionData, editionProperties } from './archive-data.ts';
import { archiveStyle } from './archive-look.ts';
import { NEIGHBOURS } from './archive-neighbours.tsx';
import { feedLinks } from './feed-links.ts';

interface ArchiveInput {
  publication: Publication;
  edition: Edition;
  language: Language;
  siteUrl: string;
}

interface Page extends ArchiveInput {
  words: DigestWords;
  dates: Dates;
  text: (value: string) => string;
}

/**
 * The public web page of an edition: every item whole, and nothing personal. Where the editions before and after will be
 * linked is left open, as they come later than the content that was approved.
 */
export function archivePage(input: ArchiveInput): string {
  const { publication, edition, language, siteUrl } = input;
  const { id, title, look } = publication;
  const words = DIGEST_WORDS[language];
  const page: Page = {
    ...input,
    words,
    dates: datesIn(language, publication.timeZone),
    text: (value) => typeset(value, language),
  };
  const isUnlisted = edition.archiveKey !== undefined;
  return htmlPage({
    language,
    title: `${edition.subject} · ${words.edition(edition.number)}`,
    site: { title, url: publication.siteUrl, accent: look.accent, logo: look.logo },
    description: edition.preheader || undefined,
    icon: publication.feeds?.icon,
    properties: editionProperties(input),
    ...(isUnlisted
      ? { isPersonal: true }
      : { canonical: `${siteUrl}/${archivePath(edition)}`, structuredData: jsonLd(editionData(input)) }),
    alternates: feedLinks({ publicationId: id, title, language, siteUrl, isUnlisted }),
    imprint: publication.imprint.map(page.text),
    style: archiveStyle(look),
    children: (
      <>
        <Path {...page} />
        <h1 dir="auto">{page.text(edition.subject)}</h1>
        <p class="soft">
          {words.edition(edition.number)} · {page.dates.day(edition.composedAt)}
        </p>
        <OwnWords markdown={edition.intro} text={page.text} />
        <Items {...page} />
        {edition.leftOut ? (
          <p>
            <a href={publication.siteUrl}>{words.leftOut(edition.leftOut)}</a>
          </p>
        ) : null}
        <OwnWords markdown={edition.outro ?? ''} text={page.text} />
        {!isUnlisted && raw(NEIGHBOURS)}
        <p class="notice">
          <a href={`${siteUrl}/subscribe/${id}`}>{words.subscribe}</a>
        </p>
      </>
    ),
  });
}

/** From the publication's page by the list of editions; an unlisted one is in no list. */
function Path({ publication: { id, title }, edition, language, words }: Page) {
  const archive = ARCHIVE_WORDS[language];
  return (
    <nav aria-label={archive.path}>
      <ol class="path">
        <li>
          <a href={`/publications/${id}/`}>{title}</a>
        </li>
        {edition.archiveKey === undefined && (
          <li>
            <a href={`/archive/${id}/`}>{archive.archive}</a>
          </li>
        )}
        <li aria-current="page">{words.edition(edition.number)}</li>
      </ol>
    </nav>
  );
}

/** What editors write themselves. */
function OwnWords({ markdown, text }: { markdown: string; text: Page['text'] }) {
  return <>{raw(markdownHtml(markdown, { paragraph: '', list: '', link: '', typeset: text }))}</>;
}

/** Under the headings editors gave them; events that stand under none come last, under one of their own. */
function Items(page: Page) {
  const { edition, text, words } = page;
  const sectionTitle = new Map(edition.sections?.map(({ id, title }) => [id, title]));
  const articles = edition.items.filter((item) => !isAmongEvents(item));
  const events = edition.items.filter(isAmongEvents);
  return (
    <>
      {articles.map((item, place) => (
        <>
          {item.section !== undefined && articles[place - 1]?.section !== item.section && (
            <h2 class="group">{text(sectionTitle.get(item.section) ?? '')}</h2>
          )}
          <Item item={item} page={page} isHero={place === 0} />
        </>
      ))}
      {events.length > 0 && <h2 class="group">{words.events}</h2>}
      {events.map((item) => (
        <Item item={item} page={page} />
      ))}
    </>
  );
}

interface ItemProps {
  item: EditionItem;
  page: Page;
  isHero?: boolean;
}

/** Whole, also where the mail holds its headline only: what is left out there leads here. */
function Item({ item: { isShort: _, ...item }, page, isHero = false }: ItemProps) {
  const shown = itemView(item, { ...page, fit: { full: Number.POSITIVE_INFINITY }, at: 0, isHero });
  const { articleId, section } = item;
  const isUnderHeading = section !== undefined || isAmongEvents(item);
  const { event } = shown;
  if (event) return <EventItem {...{ id: articleId, item: shown, event, isUnderHeading, words: page.words }} />;
  const Heading = isUnderHeading ? 'h3' : 'h2';
  return (
    <article id={articleId} class={isHero ? 'hero' : shown.image && 'beside'}>
      {shown.image && <img src={shown.image.url} alt={shown.image.alt} loading={isHero ? 'eager' : 'lazy'} />}
      <Heading dir="auto">
        <Title item={shown} />
      </Heading>
      <p class="about">{shown.about}</p>
      {shown.teaser && <p dir="auto">{shown.teaser}</p>}
    </article>
  );
}

interface EventProps {
  id: string;
  item: ItemView;
  event: EventView;
  isUnderHeading: boolean;
  words: DigestWords;
}

function EventItem({ id, item, event, isUnderHeading, words }: EventProps) {
  const Heading = isUnderHeading ? 'h3' : 'h2';
  const { when, where, day, month, ics, icsLabel, map, mapLabel } = event;
  return (
    <article id={id} class="event">
      <div class="leaf" aria-hidden="true">
        <span>{month}</span>
        {day}
      </div>
      <div>
        <Heading dir="auto">
          <Title item={item} />
        </Heading>
        <p class="when">{when}</p>
        {where && (
          <p class="where" dir="auto">
            {where}
          </p>
        )}
        {item.teaser && <p dir="auto">{item.teaser}</p>}
        <p class="does">
          {ics && (
            <a href={ics} aria-label={icsLabel}>
              {words.saveEvent}
            </a>
          )}
          {map && (
            <a href={map} aria-label={mapLabel}>
              {words.map}
            </a>
          )}
        </p>
      </div>
    </article>
  );
}

function Title({ item: { title, url } }: { item: ItemView }) {
  return url ? <a href={url}>{title}</a> : <span>{title}</span>;
}
