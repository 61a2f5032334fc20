import type { Child } from 'hono/jsx';
import { STYLE_SHEETS, UPLOAD_SCRIPT } from './assets.ts';
import type { Session } from './session.ts';
import type { Words } from './words.ts';

interface LayoutProps {
  words: Words;
  title: string;
  session?: Session;
  /** While something is under way the page loads itself again, or the next address. */
  refresh?: { seconds: number; url?: string };
  /** The way back up. */
  crumbs?: { title: string; href: string }[];
  /** Only where something needs one that cannot be done without. */
  hasScript?: boolean;
  children: Child;
}

/** The frame of every console page: who is signed in, where one is, and hardly ever a script. */
export function Layout({ words, title, session, refresh, crumbs = [], hasScript, children }: LayoutProps) {
  return (
    <html lang={words.language} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        {refresh && (
          <meta http-equiv="refresh" content={[refresh.seconds, refresh.url].filter(Boolean).join('; url=')} />
        )}
        <title>{`${title} · ${words.appName}`}</title>
        {/* Else every browser asks for one that is not there. */}
        <link rel="icon" href="data:," />
        {STYLE_SHEETS.map(({ path }) => (
          <link rel="stylesheet" href={path} />
        ))}
        {hasScript && <script src={UPLOAD_SCRIPT.path} defer />}
      </head>
      <body>
        <header>
          <a class="skip" href="#content">
            {words.skip}
          </a>
          <a class="home" href="/console">
            {words.appName}
          </a>
          {session && (
            <form method="post" action="/console/sign-out">
              <span class="soft">{session.email ?? session.subject}</span>
              <button type="submit" class="quiet">
                {words.signOut}
              </button>
            </form>
          )}
        </header>
        <main id="content">
          {crumbs.length > 0 && (
            <p class="crumbs">
              {crumbs.map(({ title, href }, at) => (
                <>
                  {at > 0 && ' › '}
                  <a href={href}>{title}</a>
                </>
              ))}
            </p>
          )}
          {children}
        </main>
      </body>
    </html>
  );
}

/** A heading and a sentence, for everything that is not a page of its own. */
export function Message({ title, text, children }: { title: string; text: string; children?: Child }) {
  return (
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </>
  );
}
