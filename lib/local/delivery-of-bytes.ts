/** What CloudFront does with an answer on its way out: conditions, ranges, compression. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { CachePolicy } from './edge-policies.ts';
import { headerOf, type WebReply, type WebRequest } from './web.ts';

/** CloudFront's own list; a feed as application/atom+xml is not on it. */
const COMPRESSIBLE = new Set(
  `application/dash+xml application/eot application/font application/font-sfnt application/javascript application/json application/opentype application/otf
  application/pdf application/pkcs7-mime application/protobuf application/rss+xml application/truetype application/ttf application/vnd.apple.mpegurl
  application/vnd.mapbox-vector-tile application/vnd.ms-fontobject application/wasm application/xhtml+xml application/xml application/x-font-opentype
  application/x-font-truetype application/x-font-ttf application/x-httpd-cgi application/x-javascript application/x-mpegurl application/x-opentype
  application/x-otf application/x-perl application/x-ttf font/eot font/opentype font/otf font/ttf image/svg+xml text/css text/csv text/html text/javascript
  text/js text/plain text/richtext text/tab-separated-values text/xml text/x-component text/x-java-source text/x-script vnd.apple.mpegurl`.split(
    /\s+/,
  ),
);
const SMALLEST_BYTES = 1_000;
const LARGEST_BYTES = 10_000_000;

const KEPT_ON_304 = new Set(['etag', 'cache-control', 'expires', 'vary', 'last-modified', 'date']);

export function finish(request: WebRequest, reply: WebReply, compress: CachePolicy | undefined): WebReply {
  if (reply.status !== 200 || !['GET', 'HEAD'].includes(request.method)) return reply;
  const coded = compress ? compressed(request, reply, compress) : reply;
  if (isNotModified(request, coded)) {
    const headers = coded.headers.filter(([name]) => KEPT_ON_304.has(name));
    return { status: 304, headers, body: Buffer.alloc(0) };
  }
  return request.headers.range && headerOf(reply, 'etag') ? ranged(request.headers.range, reply) : coded;
}

function isNotModified({ headers }: WebRequest, reply: WebReply): boolean {
  const wanted = headers['if-none-match'];
  const etag = headerOf(reply, 'etag');
  // The weak comparison: a compressed copy is the same page.
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  if (wanted)
    return etag !== undefined && wanted.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  const modified = Date.parse(headerOf(reply, 'last-modified') ?? '');
  return !Number.isNaN(since) && modified <= since;
}

function ranged(range: string, reply: WebReply): WebReply {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  const size = reply.body.length;
  if (!from && !to) return reply;
  const start = from ? Number(from) : Math.max(0, size - Number(to));
  const end = from && to ? Math.min(Number(to), size - 1) : size - 1;
  if (start > end) return { status: 416, headers: [['content-range', `bytes */${size}`]], body: Buffer.alloc(0) };
  return {
    status: 206,
    headers: [...reply.headers, ['content-range', `bytes ${start}-${end}/${size}`]],
    body: reply.body.subarray(start, end + 1),
  };
}

function compressed(request: WebRequest, reply: WebReply, { gzip, brotli }: CachePolicy): WebReply {
  const type = (headerOf(reply, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const { length } = reply.body;
  if (!gzip && !brotli) return reply;
  if (
    !COMPRESSIBLE.has(type) ||
    length < SMALLEST_BYTES ||
    length > LARGEST_BYTES ||
    headerOf(reply, 'content-encoding')
  )
    return reply;
  const accepted = (request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((part) => part.replaceAll(/\s/g, ''))
    .filter((part) => !/;q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  const encoding = brotli && accepted.includes('br') ? 'br' : gzip && accepted.includes('gzip') ? 'gzip' : undefined;
  const varied: WebReply = {
    ...reply,
    headers: [...reply.headers.filter(([name]) => name !== 'vary'), ['vary', 'Accept-Encoding']],
  };
  if (!encoding) return varied;
  const headers = varied.headers.map(([name, value]): [string, string] =>
    name === 'etag' && !value.startsWith('W/') ? [name, `W/${value}`] : [name, value],
  );
  const body =
    encoding === 'br'
      ? brotliCompressSync(reply.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      : gzipSync(reply.body);
  return { ...varied, headers: [...headers, ['content-encoding', encoding]], body };
}
