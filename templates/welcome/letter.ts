/**
 * The welcome as HTML, in the look of the digest. Small and the same for everybody but for links and headlines, so it is
 * written without MJML: one column that every mail program can show.
 */
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import type { Language, Publication } from '../../lambdas/domain/publication.ts';
import { datesIn } from '../digest/dates.ts';
import { escapeMarkup as esc } from '../digest/escape.ts';
import { digestStyle, LIGHT, readableOn, SANS, SERIF } from '../digest/look.ts';
import { typeset } from '../digest/typeset.ts';
import { DIGEST_WORDS } from '../digest/words.ts';
import { WELCOME_WORDS, welcomeParagraphs } from './words.ts';

/** What a welcome is written from. */
export interface WelcomeData {
  publication: Publication;
  /** The reader's own. */
  language: Language;
  links: { unsubscribe: string; preferences: string };
  /** Its items are those that the reader's topics select, at least one. */
  latest?: { edition: Edition; archiveUrl: string };
}

export function welcomeLetter(data: WelcomeData): string {
  const { publication, language } = data;
  const accent = readableOn(LIGHT.paper, publication.look.accent);
  const words = WELCOME_WORDS[language];
  const paragraphs = welcomeParagraphs(publication, language).map(
    (paragraph) => `<p style="margin:16px 0 0;">${esc(typeset(paragraph, language))}</p>`,
  );
  return `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${esc(words.subject(publication.title))}</title>
<style>${digestStyle(accent)}</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:${LIGHT.page};">
<div role="article" aria-roledescription="email" lang="${language}" dir="ltr" style="background-color:${LIGHT.page};padding:24px 0;">
<table role="presentation" align="center" border="0" cellpadding="0" cellspacing="0" width="100%" style="width:100%;max-width:600px;margin:0 auto;">
<tr class="paper"><td class="body ink paper" style="background-color:${LIGHT.paper};border-top:5px solid ${accent};padding:28px 32px 32px;font-family:${SANS};font-size:16px;line-height:1.55;color:${LIGHT.ink};">
<h1 style="margin:0;font-family:${SERIF};font-size:30px;line-height:1.2;font-weight:bold;">${esc(publication.title)}</h1>
${paragraphs.join('\n')}
${latest(data, accent)}
</td></tr>
<tr><td class="body soft" style="padding:24px 32px 16px;font-family:${SANS};font-size:14px;line-height:1.55;color:${LIGHT.soft};">
${footer(data)}
</td></tr>
</table>
</div>
</body>
</html>
`;
}

function latest({ latest: shown, publication, language }: WelcomeData, accent: string): string {
  if (!shown) return '';
  const { edition, archiveUrl } = shown;
  const words = WELCOME_WORDS[language];
  const dates = datesIn(language, publication.timeZone);
  const line = `${DIGEST_WORDS[language].edition(edition.number)} · ${dates.day(edition.composedAt)}`;
  const headline = ({
    title,
    url,
    publishedAt,
    event,
  }: EditionItem) => `<li style="margin:0;padding:0 0 14px;list-style:none;">
<p dir="auto" style="margin:0;font-family:${SERIF};font-size:18px;line-height:1.3;font-weight:bold;">${link(url ?? archiveUrl, title)}</p>
<p class="soft" style="margin:2px 0 0;font-size:14px;color:${LIGHT.soft};">${esc(event ? dates.event(event) : dates.day(publishedAt))}</p></li>`;
  const link = (url: string, text: string) =>
    `<a class="link" href="${esc(url)}" style="color:${accent};text-decoration:none;">${esc(typeset(text, language))}</a>`;
  return `<div class="rule" style="border-top:1px solid ${LIGHT.line};margin-top:28px;padding-top:20px;">
<h2 style="margin:0;font-family:${SERIF};font-size:22px;line-height:1.3;font-weight:bold;">${words.latest}</h2>
<p class="soft" style="margin:4px 0 16px;font-size:14px;color:${LIGHT.soft};">${esc(line)}</p>
<ul style="margin:0;padding:0;">
${edition.items.map(headline).join('\n')}
</ul>
<p style="margin:4px 0 0;font-size:15px;"><a class="link" href="${esc(archiveUrl)}" style="color:${accent};text-decoration:underline;">${words.wholeEdition}</a></p>
</div>`;
}

function footer({ publication, language, links }: WelcomeData): string {
  const words = DIGEST_WORDS[language];
  const quietLink = (url: string, text: string) =>
    `<a href="${esc(url)}" style="color:${LIGHT.soft};text-decoration:underline;">${esc(text)}</a>`;
  const imprint = publication.imprint.map((line) => esc(typeset(line, language))).join('<br>');
  return `<p style="margin:0 0 12px;">${esc(words.because(publication.title))}</p>
<p style="margin:0 0 12px;line-height:2;">${quietLink(links.unsubscribe, words.unsubscribe)}<br>${quietLink(links.preferences, words.preferences)}</p>
<p style="margin:0;"><strong>${words.imprint}</strong><br>${imprint}</p>`;
}
