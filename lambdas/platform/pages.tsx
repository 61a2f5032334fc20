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
  site?: { title: string; url: string; accent: string; logo?: { url: string; alt: string; width: number } };
  /** What search engines and shared links say of the page. */
  description?: string;
  /** The one address of the page; absolute. */
  canonical?: string;
  /** The sign on the browser's tab; without one browsers are told not to look for it. */
  icon?: string;
  /** Of Open Graph and its like: `og:…` and `article:…` by property, others by name. */
  properties?: [name: string, content: string][];
  /** Feeds that a reader may find on this page. */
  alternates?: { type: string; title: string; href: string }[];
  /** JSON-LD that cannot end its element: no `<` is in it. */
  structuredData?: string;
  /** Ours, of a page that needs more of a look than all have. */
  style?: string;
  /** Ours, and never needed: pages do without it. */
  script?: string;
  /** Address of somebody else's script; its host alone may run scripts and show frames on this page. */
  foreignScript?: string;
  /** Lines under the page: who is responsible. */
  imprint?: string[];
  /** Keep it out of search engines: pages behind personal links. */
  isPersonal?: boolean;
  children: Child;
}

/**
 * A whole public page as HTML text; everything put into it is escaped by JSX. A page that is stored carries its own
 * policy, because where it is stored nobody adds one.
 */
export function htmlPage(content: PageContent): string {
  return writePage(content, `${policyFor(content)}; img-src http: https: data:`);
}

/** The same page, kept out of search engines. */
export const hiddenFromSearch = (page: string): string =>
  page.includes(NO_INDEX) ? page : page.replace(FIRST_IN_HEAD, () => `${FIRST_IN_HEAD}${NO_INDEX}`);

/** The same page, open to search engines again. */
export const openToSearch = (page: string): string => page.replace(NO_INDEX, '');

const FIRST_IN_HEAD = '<meta charset="utf-8"/>';
const NO_INDEX = '<meta name="robots" content="noindex"/>';

function writePage(content: PageContent, policy?: string): string {
  const { language, site, imprint = [], script, children } = content;
  return `<!doctype html>${(
    (
      <html lang={language} dir="ltr">
        <Head content={content} policy={policy} />
        <body>
          <header class="site">
            {site && <a href={site.url}>{site.logo ? <Logo {...site.logo} /> : site.title}</a>}
          </header>
          <main>{children}</main>
          {imprint.length > 0 && (
            <footer class="site">
              {imprint.map((line) => (
                <div>{line}</div>
              ))}
            </footer>
          )}
          {script && <script>{raw(script)}</script>}
        </body>
      </html>
    )
  ).toString()}`;
}

function Logo({ url, alt, width }: { url: string; alt: string; width: number }) {
  return <img class="logo" src={url} alt={alt} width={width} />;
}

function Head({ content, policy }: { content: PageContent; policy?: string }) {
  const { title, site, description, canonical, properties = [], alternates = [], structuredData } = content;
  return (
    <head>
      <meta charset="utf-8" />
      {policy && <meta http-equiv="content-security-policy" content={policy} />}
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{site && site.title !== title ? `${title} · ${site.title}` : title}</title>
      {description && <meta name="description" content={description} />}
      {content.isPersonal && <meta name="robots" content="noindex" />}
      <link rel="icon" href={content.icon ?? 'data:,'} />
      {canonical && <link rel="canonical" href={canonical} />}
      {alternates.map((feed) => (
        <link rel="alternate" type={feed.type} title={feed.title} href={feed.href} />
      ))}
      {properties.map(([name, value]) =>
        /^(?:og|article):/.test(name) ? <meta property={name} content={value} /> : <meta name={name} content={value} />,
      )}
      {content.foreignScript && <script src={content.foreignScript} async defer />}
      {structuredData && <script type="application/ld+json">{raw(structuredData)}</script>}
      <style>{raw(styleFor(content))}</style>
    </head>
  );
}

/** The page as an answer, with the headers that let it run nothing and show only what is ours. */
export function pageAnswer(content: PageContent, status = 200): WebAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policyFor(content)}; img-src https: data:; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body: writePage(content),
  };
}

function policyFor(content: PageContent): string {
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const host = content.foreignScript && new URL(content.foreignScript).origin;
  const sources = [content.script && hashOf(content.script), host].filter(Boolean).join(' ');
  const scripts = `${sources && ` script-src ${sources};`}${host ? ` frame-src ${host};` : ''}`;
  return `default-src 'none';${scripts} style-src ${hashOf(styleFor(content))}; form-action 'self'; base-uri 'none'`;
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

function styleFor({ site, style = '' }: PageContent): string {
  // Only a colour ever gets in: the style is not escaped.
  const accent = site && /^#[0-9a-f]{6}$/i.test(site.accent) ? `:root{--accent:${site.accent}}` : '';
  return `${PAGE_STYLE}${style}${accent}`;
}
