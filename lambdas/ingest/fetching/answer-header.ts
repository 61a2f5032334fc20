/** What the header of an answer says about a document, read as a stranger's word: bounded, and only what makes sense. */

export type Headers = Record<string, string | string[] | undefined>;

const MAX_VALIDATOR_LENGTH = 1000;
const MAX_LINKS_LENGTH = 4096;
const MAX_ADDRESS_LENGTH = 2000;
const MAX_FRESH_SECONDS = 24 * 60 * 60;

export function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** ETag or Last-Modified, if it can be sent back as it is. */
export function validatorIn(headers: Headers, name: 'etag' | 'last-modified'): string | undefined {
  const value = headerOf(headers, name);
  return value && value.length <= MAX_VALIDATOR_LENGTH && /^[\x20-\x7e]+$/.test(value) ? value : undefined;
}

/**
 * For how long the server says that nothing new is to be expected (RFC 9111 §4.2.1): max-age, s-maxage, or Expires, less
 * the time the answer has spent in caches; at most a day.
 *
 * @returns undefined when it does not say, or says that the answer is stale at once
 */
export function freshSecondsIn(headers: Headers, now: Date): number | undefined {
  const directives = [headers['cache-control'] ?? []].flat().join(',').toLowerCase();
  if (/(^|[\s,])no-(cache|store)\b/.test(directives)) return undefined;
  const age = Number(/^\d{1,9}$/.exec(headerOf(headers, 'age') ?? '')?.[0] ?? 0);
  const lifetime = maxAgeIn(directives, 'max-age') ?? maxAgeIn(directives, 's-maxage') ?? expiresIn(headers, now);
  const fresh = Math.floor((lifetime ?? 0) - age);
  return fresh > 0 ? Math.min(fresh, MAX_FRESH_SECONDS) : undefined;
}

function maxAgeIn(directives: string, name: string): number | undefined {
  const [, seconds] = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*"?(\\d{1,10})`).exec(directives) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** By the server's own clock where it tells it: many are wrong. */
function expiresIn(headers: Headers, now: Date): number | undefined {
  const expires = Date.parse(headerOf(headers, 'expires') ?? '');
  const date = Date.parse(headerOf(headers, 'date') ?? '');
  const seconds = (expires - (Number.isNaN(date) ? now.getTime() : date)) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** The Link header as it came, several as one; what is over 4 kB is left out. */
export function linksIn(headers: Headers): string | undefined {
  const links = [headers.link ?? []].flat().join(', ').slice(0, MAX_LINKS_LENGTH);
  return links || undefined;
}

/**
 * The WebSub hub that announces the document, and what to call it there (W3C WebSub §4): the first `hub` and the `self`
 * of the Link header (RFC 8288).
 */
export function hubIn(links: string | undefined, base: string): { hub?: string; hubTopic?: string } {
  const targets = links ? [...linkTargets(links)] : [];
  const first = (relation: string) => {
    for (const { target, relations } of targets) {
      const url = relations.includes(relation) ? URL.parse(target, base) : null;
      if (url && /^https?:$/.test(url.protocol) && url.href.length <= MAX_ADDRESS_LENGTH) return url.href;
    }
    return undefined;
  };
  const [hub, hubTopic] = [first('hub'), first('self')];
  return hub ? { hub, ...(hubTopic ? { hubTopic } : {}) } : {};
}

const TARGET = /[^<]*<([^>]*)>/y;
const PARAMETER = /\s*;\s*([^\s=;,"]*)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;

/** Forgiving: what is no target or parameter is passed over, but never what stands within quotes. */
function* linkTargets(links: string): Generator<{ target: string; relations: string[] }> {
  let at = 0;
  const next = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(links);
    if (found) at = pattern.lastIndex;
    return found;
  };
  for (let target = next(TARGET); target; target = next(TARGET)) {
    let relations: string[] = [];
    for (let parameter = next(PARAMETER); parameter; parameter = next(PARAMETER)) {
      const [, name = '', quoted, plain = ''] = parameter;
      if (name.toLowerCase() === 'rel') relations = (quoted ?? plain).toLowerCase().split(/\s+/);
    }
    yield { target: target[1]?.trim() ?? '', relations };
  }
}
