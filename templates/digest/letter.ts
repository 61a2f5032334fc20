/**
 * The letter: one quiet column, the publication's accent, articles first and then what is coming up.
 *
 * Written as a function and not as a file with placeholders: every value passes {@link escapeMarkup} on its way in, so no
 * feed can become markup, and MJML's includes are never needed. One section and one column hold everything, because a
 * section an article would double the size of the mail.
 */
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import type { Language, Publication } from '../../lambdas/domain/publication.ts';
import { type Dates, datesIn } from './dates.ts';
import { escapeMarkup as esc } from './escape.ts';
import { digestStyle, LIGHT, readableOn, SANS, SERIF } from './look.ts';
import { markdownHtml } from './markdown.ts';
import { typeset } from './typeset.ts';
import { DIGEST_WORDS, type DigestWords } from './words.ts';

export interface LetterData {
  publication: Publication;
  edition: Edition;
  language: Language;
  archiveUrl: string;
  /** Placeholders for personal links, filled for each recipient. */
  slots: { unsubscribe: string; preferences: string };
  /** How much of it stands in the mail: the first `full` items whole, then headlines, from `shown` on nothing. */
  fit: { full: number; shown: number };
  /** A mark between two blocks: what follows is for readers of these items, or for everybody. */
  mark: (forItems?: number[]) => string;
}

interface Page extends LetterData {
  words: DigestWords;
  dates: Dates;
  accent: string;
  topicTitle: Map<string, string>;
}

type Numbered = { item: EditionItem; at: number };

/** @returns MJML, ready to compile */
export function letter(data: LetterData): string {
  const { publication, edition, language, fit, mark } = data;
  const page: Page = {
    ...data,
    words: DIGEST_WORDS[language],
    dates: datesIn(language, publication.timeZone),
    accent: readableOn(LIGHT.paper, publication.look.accent),
    topicTitle: new Map(publication.topics.map(({ id, title }) => [id, title])),
  };
  const shown = edition.items.map((item, at) => ({ item, at })).slice(0, fit.shown);
  // An event that an editor has put under a heading stays there.
  const isInEventGroup = ({ item }: Numbered) => item.event !== undefined && item.section === undefined;
  const articles = shown.filter((one) => !isInEventGroup(one));
  const events = shown.filter(isInEventGroup);
  return `<mjml lang="${language}" dir="ltr">
${head(page)}
<mj-body width="600px" background-color="${LIGHT.page}" css-class="page">
${preface(page)}
<mj-section background-color="${LIGHT.paper}" border-top="5px solid ${page.accent}" padding="28px 0 12px" css-class="paper"><mj-column>
${masthead(page)}
${articleGroups(articles, page)}
${eventGroup(events, page)}
${mark()}${notes(page)}${outro(page)}
</mj-column></mj-section>
${footer(page)}
</mj-body></mjml>`;
}

function head({ edition, publication, accent }: Page): string {
  return `<mj-head>
<mj-title>${esc(edition.subject)}</mj-title>
<mj-preview>${esc(edition.preheader)}</mj-preview>
<mj-attributes>
<mj-all font-family="${SANS}" />
<mj-text padding="0 32px 24px" font-size="16px" line-height="1.55" color="${LIGHT.ink}" />
<mj-section padding="0" />
</mj-attributes>
<mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"><meta name="author" content="${esc(publication.title)}"></mj-raw>
<mj-style>${digestStyle(accent)}</mj-style>
</mj-head>`;
}

function preface({ words, archiveUrl, slots }: Page): string {
  const links = [quietLink(archiveUrl, words.viewInBrowser), quietLink(slots.unsubscribe, words.unsubscribe)];
  return `<mj-section padding="12px 0"><mj-column>
<mj-text css-class="body soft" align="right" padding="0 32px" font-size="14px" line-height="2" color="${LIGHT.soft}">${links.join(' &nbsp;·&nbsp; ')}</mj-text>
</mj-column></mj-section>`;
}

function masthead(page: Page): string {
  const { publication, edition, words, dates } = page;
  const line = `${words.edition(edition.number)} · ${dates.day(edition.composedAt)}`;
  return `<mj-text css-class="body ink">
<h1 style="margin:0;font-family:${SERIF};font-size:30px;line-height:1.2;font-weight:bold;">${esc(publication.title)}</h1>
<p class="soft" style="margin:6px 0 0;font-size:15px;color:${LIGHT.soft};">${esc(line)}</p>
${ownWords(edition.intro, page)}
</mj-text>`;
}

/** What editors write themselves. */
function ownWords(text: string, { accent, language }: Page): string {
  return markdownHtml(text, {
    paragraph: ' style="margin:16px 0 0;"',
    list: ' style="margin:12px 0 0;padding-left:24px;"',
    link: ` class="link" style="color:${accent};text-decoration:underline;"`,
    typeset: (words) => typeset(words, language),
  });
}

function outro(page: Page): string {
  const { outro: text = '' } = page.edition;
  if (!text.trim()) return '';
  return `<mj-text css-class="body ink"><div class="rule" style="border-top:1px solid ${LIGHT.line};padding-top:8px;">${ownWords(text, page)}</div></mj-text>`;
}

/** Items in their order, under the headings editors gave them; a heading is for readers of one of its items. */
function articleGroups(items: Numbered[], page: Page): string {
  const { edition, mark } = page;
  const titles = new Map(edition.sections?.map(({ id, title }) => [id, title]));
  return items
    .map(({ item, at }, place) => {
      const isFirst = item.section !== undefined && items[place - 1]?.item.section !== item.section;
      const all = items.filter((other) => other.item.section === item.section).map((other) => other.at);
      const heading = isFirst ? mark(all) + groupHeading(titles.get(item.section ?? '') ?? '', page) : '';
      return heading + mark([at]) + (item.event ? event(item, at, page) : article(item, at, page));
    })
    .join('\n');
}

function groupHeading(title: string, { language }: Page): string {
  return `<mj-text css-class="body ink" padding-bottom="16px">
<h2 class="rule" style="margin:0;border-top:1px solid ${LIGHT.line};padding-top:24px;font-family:${SERIF};font-size:22px;line-height:1.3;font-weight:bold;">${esc(typeset(title, language))}</h2>
</mj-text>`;
}

function article(item: EditionItem, at: number, page: Page): string {
  const isFull = at < page.fit.full && !item.isShort;
  const teaser = isFull && item.teaser ? paragraph(item.teaser, page) : '';
  const isLead = at === 0 && item.image;
  const about = [page.dates.day(item.publishedAt), ...topicsOf(item, page)].join(' · ');
  return `<mj-text css-class="body ink">
<div class="rule" style="border-top:1px solid ${LIGHT.line};padding-top:${isFull ? 24 : 16}px;">
${isFull && isLead ? leadPicture(item) : ''}
<h2 dir="auto" style="margin:0;font-family:${SERIF};font-size:${isLead ? 24 : 20}px;line-height:1.3;font-weight:bold;">${titleLink(item, page)}</h2>
<p class="soft" style="margin:4px 0 0;font-size:14px;color:${LIGHT.soft};">${esc(about)}</p>
${isFull && item.image && !isLead ? besidePicture(teaser, item) : teaser}
</div></mj-text>`;
}

function topicsOf(item: EditionItem, { topicTitle }: Page): string[] {
  return item.topics.flatMap((topic) => topicTitle.get(topic) ?? []);
}

function titleLink({ title, url }: EditionItem, { accent, language }: Page): string {
  const text = esc(typeset(title, language));
  return url ? `<a class="link" href="${esc(url)}" style="color:${accent};text-decoration:none;">${text}</a>` : text;
}

const paragraph = (text: string, { language }: Page) =>
  `<p dir="auto" style="margin:10px 0 0;">${esc(typeset(text, language))}</p>`;

const picture = ({ image }: EditionItem, width: number) =>
  `<img src="${esc(image?.url ?? '')}" alt="${esc(image?.alt ?? '')}" width="${width}" style="display:block;width:100%;max-width:${width}px;height:auto;border:0;border-radius:4px;">`;

const leadPicture = (item: EditionItem) => `<div style="padding-bottom:16px;">${picture(item, 536)}</div>`;

function besidePicture(teaser: string, item: EditionItem): string {
  return `<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="width:100%;"><tr>
<td style="vertical-align:top;">${teaser}</td>
<td class="beside" width="120" style="vertical-align:top;width:120px;padding:14px 0 0 16px;">${picture(item, 120)}</td>
</tr></table>`;
}

function eventGroup(events: Numbered[], page: Page): string {
  if (events.length === 0) return '';
  const heading = groupHeading(page.words.events, page);
  const all = events.map(({ at }) => at);
  return [page.mark(all) + heading, ...events.map(({ item, at }) => page.mark([at]) + event(item, at, page))].join(
    '\n',
  );
}

function event(item: EditionItem, at: number, page: Page): string {
  const { words, dates, accent } = page;
  const { startsAt, place, online } = item.event as NonNullable<EditionItem['event']>;
  const leaf = dates.leaf(startsAt);
  const where = [...(place ? [place] : []), ...(online ? [words.online] : [])].join(' · ');
  const teaser = at < page.fit.full && !item.isShort && item.teaser ? paragraph(item.teaser, page) : '';
  return `<mj-text css-class="body ink">
<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%" style="width:100%;"><tr>
<td width="72" style="vertical-align:top;width:72px;padding-top:3px;">
<div aria-hidden="true" style="width:56px;border-radius:6px;background-color:${accent};color:#ffffff;text-align:center;padding:6px 0;">
<div class="leaf" style="color:#ffffff;font-size:22px;line-height:1.1;font-weight:bold;">${esc(leaf.day)}</div><div class="leaf" style="color:#ffffff;font-size:14px;line-height:1.3;">${esc(leaf.month)}</div></div></td>
<td style="vertical-align:top;">
<h3 dir="auto" style="margin:0;font-family:${SERIF};font-size:18px;line-height:1.3;font-weight:bold;">${titleLink(item, page)}</h3>
<p style="margin:4px 0 0;font-size:15px;">${esc(dates.event(item.event as NonNullable<EditionItem['event']>))}${where ? `<br>${esc(typeset(where, page.language))}` : ''}</p>
${teaser}</td>
</tr></table></mj-text>`;
}

/** Says what this mail does not hold, so that nothing goes missing unseen. */
function notes({ words, edition, fit, archiveUrl, publication, accent }: Page): string {
  const shortened = edition.items.slice(fit.full, fit.shown).filter(({ teaser, isShort }) => teaser && !isShort).length;
  const hidden = edition.items.length - fit.shown;
  const lines = [
    ...(shortened > 0 ? [linked(words.shortened(shortened), archiveUrl, accent)] : []),
    ...(hidden > 0 ? [linked(words.onArchivePage(hidden), archiveUrl, accent)] : []),
    ...(edition.leftOut ? [linked(words.leftOut(edition.leftOut), publication.siteUrl, accent)] : []),
  ];
  if (lines.length === 0) return '';
  return `<mj-text css-class="body ink" font-size="15px"><div class="rule" style="border-top:1px solid ${LIGHT.line};padding-top:16px;">${lines.join('<br>')}</div></mj-text>`;
}

const linked = (text: string, url: string, accent: string) =>
  `<a class="link" href="${esc(url)}" style="color:${accent};text-decoration:underline;">${esc(text)}</a>`;

function footer({ words, publication, slots, archiveUrl, language }: Page): string {
  const links = [
    quietLink(slots.unsubscribe, words.unsubscribe),
    quietLink(slots.preferences, words.preferences),
    quietLink(archiveUrl, words.viewInBrowser),
    ...(publication.privacyNotice ? [quietLink(publication.privacyNotice, words.privacyNotice)] : []),
  ];
  return `<mj-section padding="24px 0 40px"><mj-column>
<mj-text css-class="body soft" padding="0 32px 12px" font-size="14px" color="${LIGHT.soft}">${esc(words.because(publication.title))}</mj-text>
<mj-text css-class="body soft" padding="0 32px 12px" font-size="14px" line-height="2" color="${LIGHT.soft}">${links.join('<br>')}</mj-text>
<mj-text css-class="body soft" padding="0 32px" font-size="14px" color="${LIGHT.soft}"><strong>${words.imprint}</strong><br>${publication.imprint.map((line) => esc(typeset(line, language))).join('<br>')}</mj-text>
</mj-column></mj-section>`;
}

const quietLink = (url: string, text: string) =>
  `<a href="${esc(url)}" style="color:${LIGHT.soft};text-decoration:underline;">${esc(text)}</a>`;
