/**
 * The websites of the two demo publications, so that a first run has real sources to read over HTTP: »Bildungsnetz Ruhr«
 * (German, WordPress-like, RSS) and The Canal Courier (English, Atom).
 *
 * A publication's file names them by `{{SITE}}`, which the runner fills in: `{{SITE}}/ruhr/feed/`.
 */
import { createHash } from 'node:crypto';
import { readArticles } from './articles.ts';
import { courierPages } from './courier-site.ts';
import { picture } from './picture.ts';
import { ruhrPages } from './ruhr-site.ts';

export type DemoSiteName = 'ruhr' | 'courier';

export interface DemoAnswer {
  status: number;
  type: string;
  body: string | Buffer;
  /** Strong validator, with its quotes. */
  etag: string;
  lastModified: Date;
}

const SITES = {
  ruhr: { zone: 'Europe/Berlin', locale: 'de', pages: ruhrPages },
  courier: { zone: 'Europe/London', locale: 'en-GB', pages: courierPages },
};

/**
 * A whole website.
 *
 * @param baseUrl - where it is served, without a slash at the end: `http://127.0.0.1:4801/ruhr`
 * @param now - the day from which its articles' dates count
 * @returns what it answers for a path below `baseUrl`, such as `/feed/`; 404 with a page for others
 */
export function demoSite(name: DemoSiteName, baseUrl: string, now: Date): (path: string) => DemoAnswer {
  const { zone, locale, pages } = SITES[name];
  const articles = readArticles(name, { zone, locale, now });
  const known = pages(articles, baseUrl);
  const lastModified = new Date(articles[0]?.publishedAt.epochMilliseconds ?? now);
  const answer = (status: number, type: string, body: string | Buffer): DemoAnswer => ({
    status,
    type,
    body,
    etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 20)}"`,
    lastModified,
  });
  return (path) => {
    const page = known.get(path) ?? known.get(`${path}/`);
    if (page) return answer(200, page.type, page.body);
    const image = picture(/\/([a-z]+)\.png$/.exec(path)?.[1] ?? '');
    if (image) return answer(200, 'image/png', image);
    return answer(404, 'text/plain; charset=utf-8', 'There is no such page here.\n');
  };
}
