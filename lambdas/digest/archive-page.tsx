import { datesIn } from '../../templates/digest/dates.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { DIGEST_WORDS } from '../../templates/digest/words.ts';
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
  const articles = edition.items.filter((item) => !item.event);
  const events = edition.items.flatMap((item) => (item.event ? [{ ...item, event: item.event }] : []));

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
        {paragraphs(edition.intro).map((paragraph) => (
          <p>{text(paragraph)}</p>
        ))}
        {articles.map((item) => (
          <article>
            <h2 dir="auto">{titled(item, text)}</h2>
            <p class="soft">{about(item)}</p>
            {item.image && <img src={item.image.url} alt={item.image.alt} loading="lazy" />}
            {item.teaser && <p dir="auto">{text(item.teaser)}</p>}
          </article>
        ))}
        {events.length > 0 && <h2>{words.events}</h2>}
        {events.map((item) => (
          <article>
            <h3 dir="auto">{titled(item, text)}</h3>
            <p>
              {dates.event(item.event)}
              {item.event.place && ` · ${text(item.event.place)}`}
              {item.event.online && ` · ${words.online}`}
            </p>
            {item.teaser && <p dir="auto">{text(item.teaser)}</p>}
          </article>
        ))}
        {edition.leftOut ? (
          <p>
            <a href={publication.siteUrl}>{words.leftOut(edition.leftOut)}</a>
          </p>
        ) : null}
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

const paragraphs = (text: string) => text.split(/\n{2,}/).filter((paragraph) => paragraph.trim());
