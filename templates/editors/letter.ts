/**
 * A message to editors, as text and as HTML from the same lines. No look of its own: it is read at a desk, between other
 * mails, and every mail program's own colours serve it well in light and dark.
 */
import type { Edition } from '../../lambdas/domain/edition.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import { escapeMarkup as esc } from '../digest/escape.ts';
import { EDITOR_WORDS, type NewsKind } from './words.ts';

/** What such a message is written from. */
export interface EditorNews {
  kind: NewsKind;
  publication: Publication;
  /** With every kind but `failed`. */
  edition?: Edition;
  /** Why it was held, or failed, in plain words. */
  reason?: string;
  /** Sources that failed since the last edition; without an error, they wait for a decision. */
  troubled: { title: string; error?: string }[];
  /** In the console. */
  pageUrl: string;
  previewUrl?: string;
}

type Block = { paragraph: string } | { facts: [name: string, value: string][] } | { list: string[] } | { link: Link };
interface Link {
  text: string;
  url: string;
}

export function editorSubject({ kind, publication, edition }: EditorNews): string {
  return EDITOR_WORDS[publication.language].subject[kind](edition?.subject ?? publication.title);
}

/** What it says, part by part; empty parts are left out. */
function blocksOf({ kind, publication, edition, reason, troubled, pageUrl, previewUrl }: EditorNews): Block[] {
  const words = EDITOR_WORDS[publication.language];
  const { shortened = 0, leftOut = 0 } = edition ?? {};
  const facts: [string, string | undefined][] = [
    [words.reason, reason],
    [words.mailSubject, edition?.subject],
    [words.preheader, edition?.preheader],
    [words.articles, edition && String(edition.items.length)],
  ];
  const known = facts.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
  return [
    { paragraph: words.greeting },
    { paragraph: words.happened[kind](publication.title) },
    ...(known.length > 0 ? [{ facts: known }] : []),
    ...(shortened > 0 ? [{ paragraph: words.shortened(shortened) }] : []),
    ...(leftOut > 0 ? [{ paragraph: words.leftOut(leftOut) }] : []),
    ...(troubled.length > 0
      ? [
          { paragraph: words.troubled },
          { list: troubled.map(({ title, error }) => `${title}: ${error ?? words.waitsForDecision}`) },
        ]
      : []),
    { link: { text: words.open[kind], url: pageUrl } },
    ...(previewUrl ? [{ link: { text: words.preview, url: previewUrl } }] : []),
  ];
}

export function editorPlainText(news: EditorNews): string {
  const { publication } = news;
  const words = EDITOR_WORDS[publication.language];
  const end = ['-- ', words.because(publication.title), '', ...publication.imprint].join('\n');
  return `${[...blocksOf(news).map(inText), end].join('\n\n')}\n`;
}

function inText(block: Block): string {
  if ('paragraph' in block) return block.paragraph;
  if ('facts' in block) return block.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  if ('list' in block) return block.list.map((line) => `- ${line}`).join('\n');
  return `${block.link.text}:\n${block.link.url}`;
}

export function editorHtml(news: EditorNews): string {
  const { publication } = news;
  const { language, title, imprint } = publication;
  const small = [EDITOR_WORDS[language].because(title), ...imprint].map(esc).join('<br>');
  return `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${esc(editorSubject(news))}</title>
</head>
<body>
<div lang="${language}" dir="ltr" style="max-width:640px;font-family:sans-serif;font-size:16px;line-height:1.5;overflow-wrap:anywhere;">
${blocksOf(news).map(inHtml).join('\n')}
<hr>
<p style="font-size:14px;">${small}</p>
</div>
</body>
</html>
`;
}

function inHtml(block: Block): string {
  if ('paragraph' in block) return `<p>${esc(block.paragraph)}</p>`;
  if ('list' in block) return `<ul>${block.list.map((line) => `<li dir="auto">${esc(line)}</li>`).join('')}</ul>`;
  if ('link' in block) return `<p><a href="${esc(block.link.url)}">${esc(block.link.text)}</a></p>`;
  const facts = block.facts.map(([name, value]) => `${esc(name)}: <strong dir="auto">${esc(value)}</strong>`);
  return `<p>${facts.join('<br>')}</p>`;
}
