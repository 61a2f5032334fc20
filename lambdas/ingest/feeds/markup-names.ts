/** What an element is called once prefixes and spelling are out of the way: `dc:date`, `media:content`, `pubDate`. */

export type Vocabulary = 'rss' | 'atom';

/** Keys in lower case without scheme, `www.` and trailing `/` or `#`: publishers get these wrong all the time. */
const PREFIX_OF_NAMESPACE: Record<string, string> = {
  'w3.org/2005/atom': 'atom',
  'purl.org/atom/ns': 'atom',
  'purl.org/rss/1.0': 'rss',
  'my.netscape.com/rdf/simple/0.9': 'rss',
  'channel.netscape.com/rdf/simple/0.9': 'rss',
  'backend.userland.com/rss2': 'rss',
  'backend.userland.com/rss': 'rss',
  'blogs.law.harvard.edu/tech/rss': 'rss',
  'purl.org/dc/elements/1.0': 'dc',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'purl.org/rss/1.0/modules/content': 'content',
  'purl.org/rss/1.0/modules/event': 'ev',
  'purl.org/rss/1.0/modules/syndication': 'sy',
  'purl.org/atompub/tombstones/1.0': 'at',
  'rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'search.yahoo.com/mrss': 'media',
  'search.yahoo.com/mrss/rss': 'media',
  'itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'itunes.com/dtds/podcast-1.0': 'itunes',
  'w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'w3.org/1999/xhtml': 'xhtml',
  'w3.org/xml/1998/namespace': 'xml',
};

const SPELLINGS = new Map(
  [
    'rss channel item items entry feed title link guid pubDate description content summary author category enclosure',
    'language ttl image url id published updated issued modified created name email uri source subtitle tagline',
    'managingEditor webMaster copyright rights comments logo icon generator abstract body a',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/** Names that rss-parser reads by itself and stumbles over in Atom (a link without attributes, a bad date); we read them ourselves. */
const KEPT_FROM_RSS_PARSER = new Map([
  ['link', 'atom:link'],
  ['published', 'atom:published'],
  ['updated', 'atom:updated'],
]);

/** Resolves element names of one document; prefixes are remembered wherever they are declared. */
export class MarkupNames {
  vocabulary: Vocabulary = 'rss';
  private readonly prefixes = new Map<string, string>();
  private known = new Map<string, string>();

  declare(prefix: string, namespace: string): void {
    const usual = usualPrefix(namespace);
    if (!usual || this.prefixes.get(prefix) === usual) return;
    this.prefixes.set(prefix, usual);
    this.known = new Map();
  }

  /** @param namespace - the default namespace that the element itself declares, if it does */
  canonical(raw: string, namespace?: string): string {
    const own = namespace && !raw.includes(':') ? usualPrefix(namespace) : undefined;
    if (own) return this.spell(own, raw);
    const known = this.known.get(raw);
    if (known) return known;
    const colon = raw.indexOf(':');
    const prefix = raw.slice(0, Math.max(colon, 0));
    const name = this.spell(this.prefixes.get(prefix) ?? prefix.toLowerCase(), raw.slice(colon + 1));
    // A hostile document may invent names without end; ordinary ones have a few dozen.
    if (this.known.size < 1000) this.known.set(raw, name);
    return name;
  }

  private spell(prefix: string, local: string): string {
    const isOwn = prefix === '' || prefix === 'rss' || (prefix === 'atom' && this.vocabulary === 'atom');
    if (!isOwn) return `${prefix}:${prefix === 'rdf' ? local : local.toLowerCase()}`;
    const name = SPELLINGS.get(local.toLowerCase()) ?? local;
    return this.vocabulary === 'atom' ? (KEPT_FROM_RSS_PARSER.get(name) ?? name) : name;
  }
}

/** Without its prefix, in lower case. */
export function localName(raw: string): string {
  return raw.slice(raw.indexOf(':') + 1).toLowerCase();
}

/** What publishers usually call this namespace; undefined for one we do not read. */
export function usualPrefix(namespace: string): string | undefined {
  const key = namespace
    .trim()
    .slice(0, 100)
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/[/#]$/, '');
  return PREFIX_OF_NAMESPACE[key];
}
