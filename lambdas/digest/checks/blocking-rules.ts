/** Faults with which a mail must not go out. They need nothing but the mail: the renderer knows them too. */
import { MOST_HTML_BYTES } from '../html-size.ts';
import { type Finding, finding, type Part, shown } from './finding.ts';
import { linksOf, type MailUnderCheck, plain } from './mail-under-check.ts';

/** From here on Gmail shows a link to the rest. */
const CLIPPED_BYTES = 102_000;
/** Placeholders of Liquid, Handlebars and MJML's cousins, of Mailchimp, and marks of our own rendering. */
const BRACES = /\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}|\*\|[\w:]{1,60}\|\*|slot-[0-9a-f]{24}-\w+|block-[0-9a-f]{24}-/g;
const SCRIPTS = /^(javascript|data|vbscript):/;

export function blockingFindings(mail: MailUnderCheck): Finding[] {
  return [unsubscribe, imprint, size, subject, items, braces, scripts].flatMap((rule) => rule(mail));
}

/** For every reader: not only for those of some article. */
function unsubscribe({ html, slots, forEverybody: { page, text } }: MailUnderCheck): Finding[] {
  const missing = (part: Part) => finding('unsubscribe-missing', { part });
  const isLinked = page('a[href]').is((_, link) => page(link).attr('href') === slots.unsubscribe);
  const before = Buffer.byteLength(html.slice(0, html.indexOf(slots.unsubscribe)));
  return [
    ...(isLinked ? [] : [missing('html')]),
    ...(isLinked && before > MOST_HTML_BYTES ? [finding('unsubscribe-late', { kilobytes: kilobytes(before) })] : []),
    ...(text.includes(slots.unsubscribe) ? [] : [missing('text')]),
  ];
}

/** Every line of it: half an imprint is none. */
function imprint({ publication, forEverybody: { page, text } }: MailUnderCheck): Finding[] {
  const parts: [Part, string][] = [
    ['html', plain(page('body').text())],
    ['text', plain(text)],
  ];
  return parts.flatMap(([part, words]) => {
    const missing = publication.imprint.find((line) => !words.includes(plain(line)));
    return missing === undefined ? [] : [finding('imprint-missing', { part, line: shown(missing) })];
  });
}

/** Whoever renders has shortened what could be shortened: what is over the limit now will stay over it. */
function size({ htmlBytes }: MailUnderCheck): Finding[] {
  if (htmlBytes > CLIPPED_BYTES) return [finding('html-clipped', { kilobytes: kilobytes(htmlBytes) })];
  return htmlBytes > MOST_HTML_BYTES ? [finding('html-too-large', { kilobytes: kilobytes(htmlBytes) })] : [];
}

const kilobytes = (bytes: number) => Math.ceil(bytes / 1000);

const subject = ({ content }: MailUnderCheck): Finding[] =>
  content.subject.trim() === '' ? [finding('subject-empty', {})] : [];

const items = ({ content }: MailUnderCheck): Finding[] => (content.items.length === 0 ? [finding('no-items', {})] : []);

function braces(mail: MailUnderCheck): Finding[] {
  return bracesIn(mail)
    .filter(({ item }) => !item)
    .map(({ text }) => finding('braces-left', { text: shown(text) }));
}

/** What looks like a placeholder that nothing was put into; `item` when the article itself says so, as one about code may. */
export function bracesIn({ page, text, content, edition }: MailUnderCheck) {
  const values = page('*')
    .toArray()
    .flatMap((element) => Object.entries('attribs' in element ? element.attribs : {}))
    .flatMap(([name, value]) => (name === 'style' ? [] : [value]));
  const words = page('html').clone();
  words.find('style, script').remove();
  const all = [words.text(), ...values, text, content.subject, content.preheader].join('\n');
  const found = new Set([...all.matchAll(BRACES)].map(([match]) => match));
  return [...found].map((one) => ({
    text: one,
    item: edition.items.find(({ title, teaser, url, image, event }) =>
      plain([title, teaser, url, image?.url, image?.alt, event?.place].join('\n')).includes(plain(one)),
    ),
  }));
}

function scripts(mail: MailUnderCheck): Finding[] {
  return linksOf(mail).flatMap(({ href, name }) => {
    const scheme = scriptScheme(href);
    return scheme ? [finding('link-script', { text: shown(name), scheme })] : [];
  });
}

/** Which scheme that runs or holds something an address begins with, if any; browsers leave blanks and controls out of it. */
export function scriptScheme(href: string): string | undefined {
  return SCRIPTS.exec(href.replaceAll(/[\s\p{Cc}]/gu, '').toLowerCase())?.[1];
}
