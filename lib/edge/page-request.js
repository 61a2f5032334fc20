/**
 * CloudFront function: from the address somebody asks for to the object that answers it.
 *
 * SETTINGS is put in front of this text when the stack is synthesized: `homePublication`, whose feeds old addresses
 * without a publication mean. The runtime knows no destructuring, spreading, for-of or default parameters.
 */
const NAME = '[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?';
const FEED_NAMES = 'feed|rss|atom|feed\\.json|rss\\.xml|feed\\.xml|atom\\.xml|events\\.ics';
const OLD_FEED = new RegExp(`^(?:/feeds)?(?:/(${NAME}))??/(${FEED_NAMES})(?:/(.*))?$`);
const OLD_TOPIC = new RegExp(`^topics?/(${NAME})(?:/(.*))?$`);
const OUR_FEED = new RegExp(`^/feeds/${NAME}/(?:rss\\.xml|atom\\.xml|feed\\.json|events\\.ics)$`);
/** Areas of the site: no publication has their name. */
const AREAS = ['feeds', 'archive', 'publications'];
/** Folders that people type without the slash at their end. */
const FOLDER = new RegExp(`^/(?:feeds|(?:${AREAS.join('|')})/${NAME})$`);
/** What CloudFront does not compress itself: the builder keeps a copy for each coding (lambdas/syndicate/publish.ts). */
const STORED_COPIES = /\/(?:atom\.xml|feed\.json|events\.ics|[^/]+\.opml)$/;
const SUFFIXES = { br: '.br', gzip: '.gz' };
/** Written for ourselves, beside the feeds. */
const INTERNAL = /^\/feeds\/[^/]+\/state\.json$/;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  if (request.method === 'OPTIONS') return preflight();
  const moved = movedTo(request.uri);
  if (moved) return redirect(moved, request.querystring);
  if (INTERNAL.test(request.uri)) request.uri = '/404';
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  const coding = preferredCoding(request.headers['accept-encoding']);
  // One word is part of the cache key and decides what CloudFront compresses, instead of the many ways to say it.
  delete request.headers['accept-encoding'];
  if (!coding) return request;
  request.headers['accept-encoding'] = { value: coding };
  if (STORED_COPIES.test(request.uri)) request.uri += SUFFIXES[coding];
  return request;
}

/** S3 refuses this question of a browser's, and any page may read what is here. */
function preflight() {
  return {
    statusCode: 204,
    statusDescription: 'No Content',
    headers: {
      allow: { value: 'GET, HEAD, OPTIONS' },
      'access-control-allow-origin': { value: '*' },
      'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' },
      'access-control-allow-headers': { value: 'Accept, Cache-Control, If-Modified-Since, If-None-Match, Range' },
      'access-control-max-age': { value: '86400' },
    },
  };
}

/** Where an address of former software leads now, if it is one. */
function movedTo(uri) {
  if (FOLDER.test(uri)) return { path: `${uri}/`, isForGood: true };
  const found = OLD_FEED.exec(uri);
  if (!found || OUR_FEED.test(uri) || AREAS.includes(found[1])) return undefined;
  const file = fileFor(found[2], found[3] || '');
  if (!file) return undefined;
  const publication = found[1] || SETTINGS.homePublication;
  // Which publication is meant may be decided later: readers must not keep the page in the feed's place.
  if (!publication) return { path: '/feeds/', isForGood: false };
  return { path: `/feeds/${publication}/${file}`, isForGood: true };
}

/** @returns the file below the publication's folder, or undefined for what was never a feed */
function fileFor(name, rest) {
  const topic = name === 'feed' ? OLD_TOPIC.exec(rest) : null;
  if (topic) {
    const file = formatOf(topic[2] || '');
    return file && `topics/${topic[1]}/${file}`;
  }
  if (name === 'feed' || name === 'rss') return formatOf(rest);
  if (rest !== '') return undefined;
  if (name === 'events.ics' || name === 'feed.json') return name;
  return name === 'atom' || name === 'atom.xml' ? 'atom.xml' : 'rss.xml';
}

/** `/feed/atom/` and the other endings that WordPress, Ghost and their like know. */
function formatOf(ending) {
  const name = ending.replace(/\/$/, '').replace(/^feed\/?/, '');
  if (['', 'rss', 'rss2', 'rdf', 'rss.xml'].includes(name)) return 'rss.xml';
  if (['atom', 'atom.xml'].includes(name)) return 'atom.xml';
  return ['json', 'feed.json', '.json'].includes(name) ? 'feed.json' : undefined;
}

function redirect(moved, querystring) {
  const pairs = [];
  Object.keys(querystring).forEach((name) => {
    (querystring[name].multiValue || [querystring[name]]).forEach((one) => {
      pairs.push(`${name}=${one.value}`);
    });
  });
  return {
    statusCode: moved.isForGood ? 301 : 302,
    statusDescription: moved.isForGood ? 'Moved Permanently' : 'Found',
    headers: {
      location: { value: pairs.length > 0 ? `${moved.path}?${pairs.join('&')}` : moved.path },
      'cache-control': { value: `public, max-age=${moved.isForGood ? 86400 : 300}` },
      'access-control-allow-origin': { value: '*' },
    },
  };
}

/** Brotli, gzip or nothing, as RFC 9110 (12.5.3) weighs them; of equals the one that is shorter. */
function preferredCoding(header) {
  const weights = {};
  (header ? header.value : '')
    .toLowerCase()
    .split(',')
    .forEach((part) => {
      const words = part.split(';').map((word) => word.trim());
      const q = words.find((word) => word.startsWith('q='));
      const weight = q === undefined ? 1 : Number(q.slice(2));
      weights[words[0] === 'x-gzip' ? 'gzip' : words[0]] = weight >= 0 && weight <= 1 ? weight : 0;
    });
  // A star stands for every coding that is not named.
  const others = weights['*'] || 0;
  const br = weights.br === undefined ? others : weights.br;
  const gzip = weights.gzip === undefined ? others : weights.gzip;
  const best = Math.max(br, gzip);
  // The plain text is always welcome, but a wish only where it is named.
  if (best === 0 || (weights.identity || 0) > best) return undefined;
  return br >= gzip ? 'br' : 'gzip';
}
