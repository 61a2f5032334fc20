import { baseOf } from './public-addresses.ts';

/** Everybody may read what is public. The rest is for editors, for programs, or behind a link that one person got. */
const NOT_FOR_ROBOTS = ['/console', '/api/', '/confirm', '/preferences', '/unsubscribe', '/websub/'];

export function robotsTxt(siteUrl: string): string {
  const base = baseOf(siteUrl);
  return `${[
    'User-agent: *',
    'Allow: /',
    ...NOT_FOR_ROBOTS.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${base}/sitemap.xml`,
    `Sitemap: ${base}/news-sitemap.xml`,
  ].join('\n')}\n`;
}
