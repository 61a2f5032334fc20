/**
 * CloudFront function: what S3 cannot say of its objects.
 *
 * SETTINGS is put in front of this text when the stack is synthesized: `siteDomain` (empty: CloudFront's own name) and
 * `webSubHub` (empty: none). The runtime knows no destructuring, spreading, for-of or default parameters.
 */
const FEED = /^\/feeds\/.+\.(?:xml|json|ics|opml)$/;
/** Feeds of which the hub is told when they change; months of the archive are closed. */
const TOLD_OF = /\/(?:rss\.xml|atom\.xml|feed\.json)$/;
/** An edition that no list names: nobody guesses its address, and search engines are not to tell it. */
const UNLISTED = /^\/archive\/[^/]+\/\d+-/;
const CLOSED = /^\/feeds\/[^/]+\/archive\//;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const headers = event.response.headers;
  headers.vary = { value: 'Accept-Encoding' };
  // The copy's own suffix is nobody's address.
  const path = event.request.uri.replace(/\.(?:br|gz)$/, '');
  if (UNLISTED.test(path)) headers['x-robots-tag'] = { value: 'noindex' };
  if (!FEED.test(path)) return event.response;
  const self = `https://${SETTINGS.siteDomain || event.context.distributionDomainName}${path}`;
  const hub = SETTINGS.webSubHub && TOLD_OF.test(path) && !CLOSED.test(path);
  headers.link = { value: `<${self}>; rel="self"${hub ? `, <${SETTINGS.webSubHub}>; rel="hub"` : ''}` };
  // To everybody, asked from another page or not: what a cache keeps must serve both.
  headers['access-control-allow-origin'] = { value: '*' };
  headers['access-control-expose-headers'] = { value: 'ETag, Link' };
  return event.response;
}
