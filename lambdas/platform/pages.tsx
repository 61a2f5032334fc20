import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Language } from '../domain/publication.ts';
import type { WebAnswer } from './http.ts';
import { PAGE_STYLE } from './page-style.ts';

interface PageContent {
  language: Language;
  title: string;
  /** Name above the page and where it leads; a public page belongs to a publication. */
  site?: { title: string; url: string; accent: string };
  /** Feeds that a reader may find on this page. */
  alternates?: { type: string; title: string; href: string }[];
  /** Lines under the page: who is responsible. */
  imprint?: string[];
  /** Keep it out of search engines: pages behind personal links. */
  isPersonal?: boolean;
  children: Child;
}

/** A whole public page as HTML text; everything put into it is escaped by JSX. */
export function htmlPage(content: PageContent): string {
  const { language, title, site, alternates = [], imprint = [], isPersonal = false, children } = content;
  return `<!doctype html>${(
    (
      <html lang={language} dir="ltr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{site ? `${title} · ${site.title}` : title}</title>
          {isPersonal && <meta name="robots" content="noindex" />}
          {alternates.map((feed) => (
            <link rel="alternate" type={feed.type} title={feed.title} href={feed.href} />
          ))}
          <style>{raw(styleFor(site?.accent))}</style>
        </head>
        <body>
          <header class="site">{site && <a href={site.url}>{site.title}</a>}</header>
          <main>{children}</main>
          <footer class="site">
            {imprint.map((line) => (
              <div>{line}</div>
            ))}
          </footer>
        </body>
      </html>
    )
  ).toString()}`;
}

/** The page as an answer, with the headers that let it run nothing and show only what is ours. */
export function pageAnswer(content: PageContent, status = 200): WebAnswer {
  const styleHash = createHash('sha256').update(styleFor(content.site?.accent)).digest('base64');
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src https: data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body: htmlPage(content),
  };
}

const FAULT_WORDS = {
  de: {
    400: 'Das hat nicht geklappt',
    403: 'Das dürfen Sie hier nicht',
    404: 'Das gibt es hier nicht',
    409: 'Da war jemand schneller',
    410: 'Dieser Link gilt nicht mehr',
    429: 'Zu viele Anfragen',
    500: 'Bei uns ist etwas schiefgegangen',
    503: 'Gerade nicht erreichbar',
    unexpected: 'Der Fehler ist vermerkt. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  },
  en: {
    400: 'That did not work',
    403: 'This is not yours to do',
    404: 'There is no such page here',
    409: 'Somebody was faster',
    410: 'This link no longer works',
    429: 'Too many requests',
    500: 'Something went wrong on our side',
    503: 'Not reachable right now',
    unexpected: 'The fault has been noted. Please try again in a few minutes.',
  },
} as const;

/** The page for a failure: a heading in plain words and the sentence for the person who can mend it. */
export function errorPage(language: Language, status: number, message: string): WebAnswer {
  const words = FAULT_WORDS[language];
  const title = words[status as keyof typeof words] ?? words[500];
  return pageAnswer(
    {
      language,
      title,
      isPersonal: true,
      children: (
        <>
          <h1>{title}</h1>
          <p>{message || words.unexpected}</p>
        </>
      ),
    },
    status,
  );
}

function styleFor(accent: string | undefined): string {
  // Only a colour ever gets in: the style is not escaped.
  return accent && /^#[0-9a-f]{6}$/i.test(accent) ? `${PAGE_STYLE}:root{--accent:${accent}}` : PAGE_STYLE;
}
