import { raw } from 'hono/html';
import { datesIn } from '../../templates/digest/dates.ts';
import { markdownHtml } from '../../templates/digest/markdown.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { DIGEST_WORDS } from '../../templates/digest/words.ts';
import type { EventDetails } from '../domain/article.ts';
import type { Edition, EditionItem } from '../domain/edition.ts';
import type { Language, Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { feedLinks } from './feed-links.ts';

interface ArchiveInput {
  publication: Publication;
  edition: Edition;
  language: Language;
  siteUrl: string;
}

/** The public web page of an edition: every item whole, and nothing personal. */
export function archivePage({ publication, edition, language, siteUrl }: ArchiveInput): string {
  const words = DIGEST_WORDS[language];
  const dates = datesIn(language, publication.timeZone);
  const topicTitle = new Map(publication.topics.map(({ id, title }) => [id, title]));
  const text = (value: string) => typeset(value, language);
  const about = (item: EditionItem) =>
    [dates.day(item.publishedAt), ...item.topics.flatMap((topic) => topicTitle.get(topic) ?? [])].join(' · ');
  const when = ({ event }: { event: EventDetails }) =>
    [dates.event(event), ...(event.place ? [text(event.place)] : []), ...(event.online ? [words.online] : [])].join(
      ' · ',
    );
  const ownWords = (markdown: string) =>
    raw(markdownHtml(markdown, { paragraph: '', list: '', link: '', typeset: text }));
  const sectionTitle = new Map(edition.sections?.map(({ id, title }) => [id, title]));
  const articles = edition.items.filter(({ event, section }) => !event || section !== undefined);
  const events = edition.items.flatMap((item) =>
    item.event && item.section === undefined ? [{ ...item, event: item.event }] : [],
  );

  return htmlPage({
    language,
    title: words.archiveTitle(publication.title, edition.number),
    site: { title: publication.title, url: publication.siteUrl, accent: publication.look.accent },
    canonical: `${siteUrl}/archive/${publication.id}/${edition.number}`,
    alternates: feedLinks({ publicationId: publication.id, title: publication.title, language, siteUrl }),
    imprint: publication.imprint.map(text),
    children: (
      <>
        <h1 dir="auto">{text(edition.subject)}</h1>
        <p class="soft">
          {words.edition(edition.number)} · {dates.day(edition.composedAt)}
        </p>
        {ownWords(edition.intro)}
        {articles.map((item, place) => (
          <>
            {item.section !== undefined && articles[place - 1]?.section !== item.section && (
              <h2>{text(sectionTitle.get(item.section) ?? '')}</h2>
            )}
            <article>
              <h2 dir="auto">{titled(item, text)}</h2>
              <p class="soft">{item.event ? when({ ...item, event: item.event }) : about(item)}</p>
              {item.image && <img src={item.image.url} alt={item.image.alt} loading="lazy" />}
              {item.teaser && <p dir="auto">{text(item.teaser)}</p>}
            </article>
          </>
        ))}
        {events.length > 0 && <h2>{words.events}</h2>}
        {events.map((item) => (
          <article>
            <h3 dir="auto">{titled(item, text)}</h3>
            <p>{when(item)}</p>
            {item.teaser && <p dir="auto">{text(item.teaser)}</p>}
          </article>
        ))}
        {edition.leftOut ? (
          <p>
            <a href={publication.siteUrl}>{words.leftOut(edition.leftOut)}</a>
          </p>
        ) : null}
        {ownWords(edition.outro ?? '')}
        <p class="notice">
          <a href={`${siteUrl}/subscribe/${publication.id}`}>{words.subscribe}</a>
        </p>
      </>
    ),
  });
}

function titled({ title, url }: EditionItem, text: (value: string) => string) {
  return url ? <a href={url}>{text(title)}</a> : text(title);
}
