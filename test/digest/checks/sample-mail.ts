/** A mail in which no check finds anything, by hand, so that each fault can be put into it alone. */

import { type MailUnderCheck, mailUnderCheck } from '../../../lambdas/digest/checks/mail-under-check.ts';
import type { Facts } from '../../../lambdas/digest/checks/whole-mail.ts';
import { findingsOf } from '../../../lambdas/digest/checks/whole-mail.ts';
import type { Block, EditionContent, Slot } from '../../../lambdas/digest/edition-content.ts';
import type { Edition } from '../../../lambdas/domain/edition.ts';
import { anEdition, RUHR, SITE_URL } from '../samples.ts';

export const EVENT = {
  startsAt: new Date('2026-11-26T15:00:00Z'),
  endsAt: new Date('2026-11-26T17:00:00Z'),
  allDay: false,
  place: 'Mercatorhalle, Duisburg',
  online: false,
};

const HTML = `<!doctype html><html lang="de" dir="ltr"><head><title>Neues aus dem Netz</title>
<meta name="color-scheme" content="light dark">
<style>
:root { color-scheme: light dark; }
.page { color: #1f2429; background: #ffffff }
.button { display: inline-block; padding: 14px 20px; background: #1d5d8c; color: #ffffff }
@media (prefers-color-scheme: dark) { .page { color: #e7eaed !important; background-color: #181c21 !important } .link { color: #8ab8e0 !important } }
@media (max-width: 479px) { .page { font-size: 12px } }
</style></head>
<body><div lang="de" role="article" class="page" style="font-size:16px;line-height:1.5">
<p>Im <a class="link" style="color:#1d5d8c" href="${SITE_URL}/archive/ruhr/1">Browser lesen</a></p>
<h1>Bildungsnetz Ruhr</h1>
<h2><a class="link" style="color:#1d5d8c" href="https://bildungsnetz.example/a">Übergänge gestalten</a></h2>
<p>Ein Abend über Übergänge.</p><img src="https://bildungsnetz.example/a.jpg" alt="" width="536">
<h2><a class="link" style="color:#1d5d8c" href="https://bildungsnetz.example/b">Forum</a></h2>
<p>Donnerstag, 26. November 2026, 16:00–18:00 Uhr<br>Mercatorhalle, Duisburg</p>
<table role="presentation"><tr><td><a class="button" href="https://bildungsnetz.example/c">Anmelden zum Forum</a></td></tr></table>
<p>Sie können sich <a class="link" style="color:#1d5d8c" href="SLOT-unsubscribe">abmelden</a> oder <a class="link" style="color:#1d5d8c" href="SLOT-preferences">Themen wählen</a>.</p>
<p>${RUHR.imprint.join('<br>')}</p>
</div></body></html>`;

const TEXT = `Bildungsnetz Ruhr

${SITE_URL}/archive/ruhr/1

Übergänge gestalten
https://bildungsnetz.example/a

Forum
https://bildungsnetz.example/b
Anmelden: https://bildungsnetz.example/c.

Abmelden: SLOT-unsubscribe
Themen: SLOT-preferences
${RUHR.imprint.join('\n')}
`;

export interface Parts {
  html: string;
  text: string;
  content: Partial<EditionContent>;
  edition: Partial<Edition>;
  facts: Partial<Facts>;
}

const ITEM = { teaser: '', topics: [], publishedAt: new Date('2026-11-20T08:00:00Z') };

export function aMail(change: (parts: Parts) => Partial<Parts> = () => ({})): { mail: MailUnderCheck; facts: Facts } {
  const edition: Partial<Edition> = {
    items: [
      { ...ITEM, articleId: 'a', title: 'Übergänge gestalten', url: 'https://bildungsnetz.example/a' },
      { ...ITEM, articleId: 'b', title: 'Forum', url: 'https://bildungsnetz.example/b', event: EVENT },
    ],
  };
  const start: Parts = { html: HTML, text: TEXT, content: {}, edition, facts: {} };
  const parts = { ...start, ...change(start) };
  const whole = anEdition(2, parts.edition);
  const content: EditionContent = {
    editionId: whole.id,
    publicationId: 'ruhr',
    number: 2,
    language: 'de',
    sender: RUHR.sender,
    subject: 'Übergänge gestalten und ein Termin',
    preheader: 'Außerdem: Forum',
    items: whole.items.map(({ articleId, topics }) => ({ articleId, topics })),
    html: blocks(parts.html),
    text: blocks(parts.text),
    archivePage: '',
    ...parts.content,
  };
  const facts = { sources: [], addresses: { looks: new Map(), unchecked: 0 }, ...parts.facts };
  return { mail: mailUnderCheck(content, { edition: whole, publication: RUHR, siteUrl: SITE_URL }), facts };
}

const blocks = (part: string): Block[] => [
  {
    pieces: part.split(/SLOT-(\w+)/).map((piece, at) => (at % 2 === 1 ? { slot: piece as Slot } : piece)),
  },
];

export function found(change?: (parts: Parts) => Partial<Parts>) {
  const { mail, facts } = aMail(change);
  return findingsOf(mail, facts);
}

export const codes = (change?: (parts: Parts) => Partial<Parts>) => found(change).map(({ code }) => code);

/** The same mail with other words in one place. */
export const withHtml =
  (...pairs: [string, string][]) =>
  ({ html }: Parts) => ({
    html: pairs.reduce((changed, [from, to]) => {
      if (!changed.includes(from)) throw new Error(`The sample does not hold ${from}`);
      return changed.replaceAll(from, to);
    }, html),
  });
