/**
 * Feeds as OPML 2.0, which feed readers import: every feed once, as RSS, because a reader follows all that it finds.
 *
 * It holds no time of writing, so it changes only when a feed comes, goes or is renamed.
 */
import type { Publication } from '../domain/publication.ts';
import { cleanLine, escapeMarkup } from './clean-text.ts';
import type { OfferedFeed } from './offered-feeds.ts';
import { publicAddresses } from './public-addresses.ts';

export interface OfferedPublication {
  publication: Publication;
  feeds: OfferedFeed[];
}

export function writeOpml(title: string, publications: OfferedPublication[], siteUrl: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>${escapeMarkup(cleanLine(title))}</title>
    <docs>http://opml.org/spec2.opml</docs>
  </head>
  <body>
${publications.map((offered) => group(offered, siteUrl)).join('')}  </body>
</opml>
`;
}

function group({ publication, feeds }: OfferedPublication, siteUrl: string): string {
  const name = cleanLine(publication.title);
  const { publication: page } = publicAddresses(siteUrl, publication.id);
  const outlines = feeds.map(({ kind, title, addresses }) => {
    const text = kind === 'all' ? name : `${name}: ${title}`;
    const attributes = { type: 'rss', version: 'RSS', text, title: text, language: publication.language };
    return `      <outline${written({ ...attributes, xmlUrl: addresses.rss, htmlUrl: page })}/>\n`;
  });
  return `    <outline${written({ text: name, title: name })}>\n${outlines.join('')}    </outline>\n`;
}

const written = (attributes: Record<string, string>) =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`)
    .join('');
