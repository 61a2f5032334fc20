/**
 * The welcome as HTML, in the look of the digest. Small and the same for everybody but for links and headlines, so it is
 * written without MJML: one column that every mail program can show.
 */
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import type { Language, Publication } from '../../lambdas/domain/publication.ts';
import { datesIn } from '../digest/dates.ts';
import { escapeMarkup as esc } from '../digest/escape.ts';
import { type DigestLook, lookOf } from '../digest/look.ts';
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
  const look = lookOf(publication.look, 'letter');
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
<style>${look.style.html}</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:${look.page};">
<div role="article" aria-roledescription="email" lang="${language}" dir="ltr" style="background-color:${look.page};padding:24px 0;word-break:break-word;">
<table role="presentation" align="center" border="0" cellpadding="0" cellspacing="0" width="100%" style="width:100%;max-width:600px;margin:0 auto;">
<tr class="paper"><td class="body ink paper" style="background-color:${look.paper};border-top:5px solid ${look.accent};padding:28px 32px 32px;font-family:${look.text};font-size:16px;line-height:1.55;color:${look.ink};">
${logo(look)}<h1 style="margin:0;font-family:${look.headings};font-size:30px;line-height:1.2;font-weight:bold;">${esc(publication.title)}</h1>
${paragraphs.join('\n')}
${latest(data, look)}
</td></tr>
<tr><td class="body soft" style="padding:24px 32px 16px;font-family:${look.text};font-size:14px;line-height:1.55;color:${look.soft};">
${footer(data, look)}
</td></tr>
</table>
</div>
</body>
</html>
`;
}

/** On a plate of its own: many logos are drawn for white paper. */
function logo({ logo: shown, ink }: DigestLook): string {
  if (!shown) return '';
  return `<div style="padding:0 0 18px;"><span class="plate" style="display:inline-block;max-width:100%;border-radius:6px;background-color:#ffffff;background-image:linear-gradient(#ffffff,#ffffff);"><img src="${esc(shown.url)}" alt="${esc(shown.alt)}" width="${shown.width}" style="display:inline-block;width:${shown.width}px;max-width:100%;height:auto;border:0;vertical-align:middle;font-size:14px;line-height:1.4;color:${ink};"></span></div>
`;
}

function latest({ latest: shown, publication, language }: WelcomeData, look: DigestLook): string {
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
<p dir="auto" style="margin:0;font-family:${look.headings};font-size:18px;line-height:1.3;font-weight:bold;">${link(url ?? archiveUrl, title)}</p>
<p class="soft" style="margin:2px 0 0;font-size:14px;color:${look.soft};">${esc(event ? dates.event(event) : dates.day(publishedAt))}</p></li>`;
  const link = (url: string, text: string) =>
    `<a class="link" href="${esc(url)}" style="color:${look.accent};text-decoration:none;">${esc(typeset(text, language))}</a>`;
  return `<div class="rule" style="border-top:1px solid ${look.line};margin-top:28px;padding-top:20px;">
<h2 style="margin:0;font-family:${look.headings};font-size:22px;line-height:1.3;font-weight:bold;">${words.latest}</h2>
<p class="soft" style="margin:4px 0 16px;font-size:14px;color:${look.soft};">${esc(line)}</p>
<ul style="margin:0;padding:0;">
${edition.items.map(headline).join('\n')}
</ul>
<p style="margin:4px 0 0;font-size:15px;"><a class="link" href="${esc(archiveUrl)}" style="color:${look.accent};text-decoration:underline;">${words.wholeEdition}</a></p>
</div>`;
}

function footer({ publication, language, links }: WelcomeData, look: DigestLook): string {
  const words = DIGEST_WORDS[language];
  const quietLink = (url: string, text: string) =>
    `<a class="touch" href="${esc(url)}" style="color:${look.soft};text-decoration:underline;">${esc(text)}</a>`;
  const imprint = publication.imprint.map((line) => esc(typeset(line, language))).join('<br>');
  return `<p style="margin:0 0 12px;">${esc(words.because(publication.title))}</p>
<p style="margin:0 0 12px;line-height:2;">${quietLink(links.unsubscribe, words.unsubscribe)}<br>${quietLink(links.preferences, words.preferences)}</p>
<p style="margin:0;"><strong>${words.imprint}</strong><br>${imprint}</p>`;
}
