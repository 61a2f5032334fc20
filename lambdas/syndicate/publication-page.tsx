import { type Dates, datesIn } from '../../templates/digest/dates.ts';
import { typeset } from '../../templates/digest/typeset.ts';
import { jsonLd } from '../../templates/pages/structured-data.ts';
import type { Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import { htmlPage } from '../platform/pages.tsx';
import { cleanLine, webUrl } from './clean-text.ts';
import { alternatesOf, type OfferedFeed } from './offered-feeds.ts';
import { PUBLICATION_STYLE } from './page-look.ts';
import { publicAddresses, publicPaths } from './public-addresses.ts';
import { sharingProperties } from './sharing.ts';
import { cameOutAt, type ShownArticle } from './shown-articles.ts';
import { collectionPage } from './structured-data.ts';
import { WORDS } from './words.ts';

interface PublicationPage {
  publication: Publication;
  /** Newest first. */
  articles: ShownArticle[];
  /** The next one first. */
  events: ShownArticle[];
  /** Newest first, none of them a draft. */
  editions: Edition[];
  feeds: OfferedFeed[];
  siteUrl: string;
}

const EVENTS_SHOWN = 8;
const EDITIONS_SHOWN = 8;

/** A publication's own page: what has come out, what will take place, and the ways to follow it. */
export function publicationPage(content: PublicationPage): string {
  const { publication, articles, siteUrl } = content;
  const { id, title, description, language, imprint, look } = publication;
  const words = WORDS[language];
  const paths = publicPaths(id);
  const home = webUrl(publication.siteUrl);
  return htmlPage({
    language,
    title,
    site: { title: words.publications, url: '/', accent: look.accent },
    description: cleanLine(description),
    canonical: publicAddresses(siteUrl, id).publication,
    icon: webUrl(publication.feeds?.icon),
    properties: sharingProperties(publication, articles, siteUrl),
    alternates: alternatesOf(publication, content.feeds),
    structuredData: jsonLd(collectionPage(publication, articles, siteUrl)),
    imprint,
    style: PUBLICATION_STYLE,
    children: (
      <>
        <h1 dir="auto">{title}</h1>
        <p class="lead" dir="auto">
          {typeset(description, language)}
        </p>
        <p class="ways">
          <a class="button" href={paths.signUp}>
            {words.subscribe}
          </a>
          <a href={paths.feeds}>{words.allFeeds}</a>
          {publication.archive !== 'unlisted' && <a href={paths.archive}>{words.archive}</a>}
          {home && <a href={home}>{words.toWebsite(new URL(home).host)}</a>}
        </p>
        <div class="columns">
          <Articles publication={publication} articles={articles} />
          <div>
            <Events publication={publication} events={content.events} />
            <Editions publication={publication} editions={content.editions} />
            <section>
              <h2>{words.follow}</h2>
              <p>{words.followHint}</p>
              <p>
                <a href={paths.feeds}>{words.allFeeds}</a>
              </p>
            </section>
          </div>
        </div>
      </>
    ),
  });
}

function Articles({ publication, articles }: { publication: Publication; articles: ShownArticle[] }) {
  const { language, timeZone } = publication;
  const words = WORDS[language];
  const dates = datesIn(language, timeZone);
  return (
    <section>
      <h2>{words.articles}</h2>
      {articles.length === 0 && <p>{words.noArticles}</p>}
      {articles.length > 0 && (
        <ul class="items">
          {articles.map((article) => (
            <li lang={article.language}>
              <ArticleEntry article={article} publication={publication} dates={dates} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface EntryProps {
  article: ShownArticle;
  publication: Publication;
  dates: Dates;
}

function ArticleEntry({ article, publication: { language }, dates }: EntryProps) {
  const { title, summary, image, published, topics, details, source } = article;
  return (
    <article class={image ? 'pictured' : undefined}>
      {image && <img src={image.url} alt={image.alt} loading="lazy" decoding="async" />}
      <h3 dir="auto">
        <Linked article={article} />
      </h3>
      <p class="about soft" lang={language}>
        <time datetime={published.toISOString()}>{dates.day(published)}</time>
        {topics.map((topic) => ` · ${topic}`)}
        {source && ` · ${WORDS[language].source(source.title)}`}
      </p>
      {details && (
        <p class="when" lang={language}>
          <span class="tag">{WORDS[language].event}</span>
          <When article={article} dates={dates} language={language} />
        </p>
      )}
      {summary !== title && <p dir="auto">{typeset(summary, language)}</p>}
    </article>
  );
}

function Linked({ article: { title, url } }: { article: ShownArticle }) {
  return url ? <a href={url}>{title}</a> : <span>{title}</span>;
}

function When({
  article: { details },
  dates,
  language,
}: Omit<EntryProps, 'publication'> & Pick<Publication, 'language'>) {
  if (!details) return null;
  const { place, online } = details;
  return (
    <>
      {dates.event(details)}
      {place && <bdi> · {cleanLine(place)}</bdi>}
      {online && ` · ${WORDS[language].online}`}
    </>
  );
}

function Events({ publication, events }: { publication: Publication; events: ShownArticle[] }) {
  const { language, timeZone } = publication;
  const dates = datesIn(language, timeZone);
  if (events.length === 0) return null;
  return (
    <section>
      <h2>{WORDS[language].events}</h2>
      <ul class="short">
        {events.slice(0, EVENTS_SHOWN).map((article) => (
          <li>
            <span lang={article.language} dir="auto">
              <Linked article={article} />
            </span>
            <span class="soft">
              <When article={article} dates={dates} language={language} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Editions({ publication, editions }: { publication: Publication; editions: Edition[] }) {
  const { id, language, timeZone } = publication;
  const words = WORDS[language];
  const paths = publicPaths(id);
  const dates = datesIn(language, timeZone);
  if (editions.length === 0) return null;
  return (
    <section>
      <h2>{words.editions}</h2>
      <ul class="short">
        {editions.slice(0, EDITIONS_SHOWN).map((edition) => (
          <li>
            <a href={paths.edition(edition.number)}>{cleanLine(edition.subject)}</a>
            <span class="soft">
              {words.edition(edition.number)} · {dates.day(cameOutAt(edition))}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a href={paths.archive}>{words.allEditions}</a>
      </p>
    </section>
  );
}
