/**
 * Opens and clicks as SES counts them: into the HTML of a mail whose configuration set has a destination for them goes a
 * picture at the end, and links lead through an address of SES, here at the local run's own. Asking for either is told as
 * an event and answered with the picture, or with the way to where the link led.
 */

import { withHtml } from './html-part.ts';
import type { Mail, MailStore } from './mail-store.ts';
import type { Destination } from './ses-destinations.ts';
import { mailPart, type SesEvent } from './ses-events.ts';
import { decoded, textReply, type WebReply, type WebRequest } from './web.ts';

interface TrackingWorld {
  /** Of the local run, without a slash at its end. */
  url: string;
  store: MailStore;
  destinations: Destination[];
  publish(event: SesEvent, configurationSet: string): void;
}

/** As many links of a mail as SES follows. */
const MOST_LINKS = 250;
const LINK = /<a\b[^>]*>/gi;
const UNTRACKED = /\sses:no-track(?:=(?:"[^"]*"|'[^']*'|[^\s>]*))?/i;
const HREF = /(\shref=)(?:"([^"]*)"|'([^']*)')/i;
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export function sesTracking({ url, store, destinations, publish }: TrackingWorld) {
  const counts = ({ configurationSet }: Mail, type: 'open' | 'click'): boolean =>
    destinations.some((one) => one.configurationSet === configurationSet && one.types.has(type));

  /** What is delivered: the message as it came, but for this. */
  function delivered(mail: Mail, raw: Buffer): Buffer {
    const countsOpens = counts(mail, 'open');
    const countsClicks = counts(mail, 'click');
    if (!countsOpens && !countsClicks) return raw;
    return withHtml(raw, (html) => {
      const linked = countsClicks ? withTrackedLinks(html, mail) : html;
      return countsOpens ? withPicture(linked, `${url}/_ses/I0/${mail.id}`) : linked;
    });
  }

  function withTrackedLinks(html: string, { id }: Mail): string {
    let links = 0;
    return html.replace(LINK, (tag) => {
      if (UNTRACKED.test(tag)) return tag.replace(UNTRACKED, '');
      const target = targetOf(tag);
      if (!target || links >= MOST_LINKS) return tag;
      links += 1;
      return tag.replace(HREF, `$1"${url}/_ses/L0/${encodeURIComponent(target)}/1/${id}"`);
    });
  }

  /** Only where one of the mail's own links leads: this is nobody's way to elsewhere. */
  function leadsTo(mail: Mail, target: string): boolean {
    let isThere = false;
    withHtml(store.raw(mail.id) ?? Buffer.alloc(0), (html) => {
      isThere = (html.match(LINK) ?? []).some((tag) => !UNTRACKED.test(tag) && targetOf(tag) === target);
      return html;
    });
    return isThere;
  }

  function tell(eventType: 'Open' | 'Click', mail: Mail, more: object, { headers, sourceIp }: WebRequest): void {
    const seen = { ipAddress: sourceIp, timestamp: new Date().toISOString(), userAgent: headers['user-agent'] ?? '' };
    const raw = store.raw(mail.id) ?? Buffer.alloc(0);
    publish(
      { eventType, [eventType.toLowerCase()]: { ...seen, ...more }, mail: mailPart(mail, raw, 'local', true) },
      mail.configurationSet ?? '',
    );
  }

  /** GET of a picture or a link, by whatever shows a mail. */
  function answer(request: WebRequest): WebReply {
    const [, pictured] = /^\/_ses\/I0\/([^/]+)$/.exec(request.path) ?? [];
    const opened = pictured && store.find(pictured);
    if (opened && counts(opened, 'open') && request.method === 'GET') {
      tell('Open', opened, {}, request);
      return { status: 200, headers: [...FRESH, ['content-type', 'image/gif']], body: PICTURE };
    }
    const [, link = '', linked = ''] = /^\/_ses\/L0\/([^/]+)\/1\/([^/]+)$/.exec(request.path) ?? [];
    const clicked = store.find(linked);
    const target = decoded(link);
    if (clicked && counts(clicked, 'click') && request.method === 'GET' && leadsTo(clicked, target)) {
      tell('Click', clicked, { link: target, linkTags: null }, request);
      return { status: 302, headers: [...FRESH, ['location', target]], body: Buffer.alloc(0) };
    }
    return textReply(404, 'text/plain; charset=utf-8', 'There is nothing at this address.\n');
  }

  return { delivered, answer };
}

const FRESH: [string, string][] = [['cache-control', 'no-cache, no-store, must-revalidate']];

/** Where a link to a web page leads. */
function targetOf(tag: string): string | undefined {
  const [, , double, single] = HREF.exec(tag) ?? [];
  const href = (double ?? single ?? '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return /^https?:/i.test(href) ? href : undefined;
}

function withPicture(html: string, address: string): string {
  const picture = `<img alt="" src="${address}" style="display:none;width:1px;height:1px">`;
  const end = html.search(/<\/body>(?![\s\S]*<\/body>)/i);
  return end < 0 ? html + picture : html.slice(0, end) + picture + html.slice(end);
}
