import { basename } from 'node:path';
import type { TemplateFault } from '../../lambdas/digest/template-fault.ts';
import { escapeMarkup as esc } from '../../templates/digest/escape.ts';
import { CHOICES, type Wish } from './wish.ts';

interface Shown {
  wish: Wish;
  looks: string[];
  /** What is said of it: its size, or why it cannot be shown. */
  line: string;
  faults: TemplateFault[];
  /** Absent without a file of one's own. */
  file?: string;
}

/** The page around a mail: what can be chosen, what is wrong, and the mail in a frame as wide as wished. */
export function templatesPage({ wish, looks, line, faults, file }: Shown): string {
  const rows = {
    look: Object.fromEntries(looks.map((look) => [look, look === 'own' ? basename(file ?? look) : look])),
    ...CHOICES,
  };
  const choices = Object.entries(rows).map(([name, offered]) => choice(name as keyof Wish, offered, wish));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Templates</title><style>${STYLE}</style></head>
<body>
<header>${choices.join('')}<p id="line">${esc(line)}</p></header>
${faults.length > 0 ? `<ul class="faults">${faults.map(faultRow).join('')}</ul>` : ''}
<iframe title="The mail" src="/mail?${esc(query(wish))}" width="${esc(wish.width)}" sandbox></iframe>
<script src="/reload.js"></script>
</body></html>`;
}

function choice(name: keyof Wish, offered: Record<string, string>, wish: Wish): string {
  const links = Object.entries(offered).map(([value, words]) => {
    const current = wish[name] === value ? ' aria-current="true"' : '';
    return `<a href="/?${esc(query({ ...wish, [name]: value }))}"${current}>${esc(words)}</a>`;
  });
  return `<nav aria-label="${name}">${links.join(' ')}</nav>`;
}

const query = (wish: Wish): string => String(new URLSearchParams(wish));

function faultRow({ line, column, message, isBlocking }: TemplateFault): string {
  const place = line === undefined ? '' : `${line}${column === undefined ? '' : `:${column}`} `;
  return `<li class="${isBlocking ? 'blocking' : 'advice'}"><b>${place}</b>${esc(message)}</li>`;
}

export function plainPage(text: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>Plain text</title></head><body><pre style="font:14px/1.4 monospace;white-space:pre-wrap">${esc(text)}</pre></body></html>`;
}

/** Shows the page again when something was built, and when the server was away and is back. */
export const RELOAD = `let isLost = false;
const events = new EventSource('/events');
events.addEventListener('built', () => location.reload());
events.addEventListener('error', () => { isLost = true; });
events.addEventListener('open', () => { if (isLost) location.reload(); });
`;

const STYLE = `
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: #8d929a; color: #16191d; }
header { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; align-items: center; padding: .6rem 1rem; background: #f4f4f2; position: sticky; top: 0; }
nav { display: flex; gap: .1rem; }
nav a { padding: .1rem .5rem; border-radius: 4px; color: inherit; text-decoration: none; }
nav a[aria-current] { background: #1d5d8c; color: #fff; }
#line { margin: 0 0 0 auto; }
.faults { margin: 0; padding: .6rem 1rem .6rem 2.2rem; background: #fff; }
.blocking b { color: #a3182c; }
.advice { color: #555; }
iframe { display: block; margin: 1rem auto; border: 0; background: #fff; height: calc(100vh - 6rem); }
`;
