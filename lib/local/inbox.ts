/** The inbox for people: a list and a reading pane, plain HTML that works on a phone and in the dark. */
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Mail, MailStore } from './mail-store.ts';
import { textReply, type WebReply } from './web.ts';

const MOST_LISTED = 200;
/** This machine's own zone: the run itself goes over to UTC, where Lambda's clocks stand. */
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; frame-src 'self'; form-action 'none'; base-uri 'none'";

export async function inboxPage(store: MailStore, query: URLSearchParams): Promise<WebReply> {
  const search = (query.get('q') ?? '').toLowerCase();
  const mails = store
    .all()
    .filter((mail) => !search || [mail.subject, mail.from, ...mail.to].join(' ').toLowerCase().includes(search));
  const newest = mails.slice(-MOST_LISTED).reverse();
  const id = query.get('id') ?? '';
  const mail = store.find(id);
  const raw = store.raw(id);
  const reading =
    mail && raw ? await readingPane(mail, raw, query.get('view') ?? 'html') : '<p class="hint">Choose a message.</p>';
  const title = mail ? mail.subject : 'Inbox';
  return textReply(
    200,
    'text/html; charset=utf-8',
    page(title, listOf(newest, mails.length, id, search), reading, Boolean(mail)),
    [['content-security-policy', POLICY.replace("form-action 'none'", "form-action 'self'")]],
  );
}

/** The HTML part alone, for the frame: no scripts, no forms, no access to this address. */
export async function mailHtml(raw: Buffer): Promise<WebReply> {
  const { html } = await simpleParser(raw);
  const policy =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline' http: https:; img-src http: https: data:; font-src http: https: data:";
  return textReply(200, 'text/html; charset=utf-8', html || '<p>This message has no HTML part.</p>', [
    ['content-security-policy', policy],
  ]);
}

const VIEWS = { html: 'HTML', text: 'Plain text', headers: 'Headers', source: 'Source' };

async function readingPane(mail: Mail, raw: Buffer, view: string): Promise<string> {
  const parsed = await simpleParser(raw);
  const tabs = Object.entries(VIEWS).map(([name, label]) => {
    const current = name === view ? ' aria-current="page"' : '';
    return `<a href="?id=${encodeURIComponent(mail.id)}&amp;view=${name}"${current}>${label}</a>`;
  });
  const facts: Array<[string, string]> = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Date', new Date(mail.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone })],
    ['Configuration set', mail.configurationSet ?? 'none'],
    [
      'Tags',
      Object.entries(mail.tags)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ],
    ['List-Unsubscribe', headerText(parsed, 'list-unsubscribe')],
    ['List-Unsubscribe-Post', headerText(parsed, 'list-unsubscribe-post')],
    ...(mail.accepted ? [] : [['State', 'not accepted by the endpoint it was passed to'] as [string, string]]),
  ];
  const rows = facts.filter(([, value]) => value).map(([name, value]) => `<dt>${name}</dt><dd>${linked(value)}</dd>`);
  return `<p class="back"><a href="/_local/inbox">← All messages</a></p><h1>${escapeHtml(mail.subject || '(no subject)')}</h1>
<dl>${rows.join('')}</dl><nav aria-label="Views">${tabs.join(' ')} <a href="/_local/mail/${encodeURIComponent(mail.id)}.eml">Download</a></nav>${content(mail, raw, parsed, view)}`;
}

function content(mail: Mail, raw: Buffer, parsed: ParsedMail, view: string): string {
  if (view === 'text') return `<pre>${escapeHtml(parsed.text ?? 'This message has no plain text part.')}</pre>`;
  if (view === 'headers') return `<pre>${escapeHtml(parsed.headerLines.map(({ line }) => line).join('\n'))}</pre>`;
  if (view === 'source') return `<pre>${escapeHtml(raw.toString('utf8'))}</pre>`;
  return `<iframe title="Message" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/_local/mail/${encodeURIComponent(mail.id)}.html"></iframe>`;
}

function headerText(parsed: ParsedMail, key: string): string {
  const line = parsed.headerLines.find((header) => header.key === key)?.line ?? '';
  return line
    .slice(line.indexOf(':') + 1)
    .replace(/\s+/g, ' ')
    .trim();
}

function listOf(mails: Mail[], count: number, current: string, search: string): string {
  const items = mails.map((mail) => {
    const here = mail.id === current ? ' aria-current="true"' : '';
    const time = new Date(mail.at).toLocaleTimeString('en-GB', { timeStyle: 'short', timeZone });
    return `<li><a href="?id=${encodeURIComponent(mail.id)}"${here}><b>${escapeHtml(mail.subject || '(no subject)')}</b><span>${escapeHtml(mail.to.join(', '))}</span><time datetime="${mail.at}">${time}</time></a></li>`;
  });
  const heading =
    count > mails.length
      ? `the newest ${mails.length} of ${count} messages`
      : `${count} ${count === 1 ? 'message' : 'messages'}`;
  const find = `<form role="search"><input type="search" name="q" value="${escapeHtml(search)}" aria-label="Search" placeholder="Search subject or address"></form>`;
  return `<h2>Inbox <small>${heading}</small></h2>${find}<ul>${items.join('') || '<li class="hint">Nothing has been sent yet.</li>'}</ul>`;
}

function linked(value: string): string {
  return escapeHtml(value).replace(
    /https?:\/\/[^\s&<>"]+(?:&amp;[^\s&<>"]+)*/g,
    (url) => `<a href="${url}" rel="noreferrer">${url}</a>`,
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function page(title: string, list: string, reading: string, isOpen: boolean): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body class="${isOpen ? 'open' : ''}"><aside>${list}</aside><main>${reading}</main></body></html>`;
}

const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#d4d7dd,#3a3f48);--soft:light-dark(#f4f5f7,#1d2026);--dim:light-dark(#565c68,#a5acb8);--link:light-dark(#0b57a4,#8cbcf5)}
*{box-sizing:border-box}body{margin:0;font:16px/1.45 system-ui,sans-serif;display:grid;grid-template-columns:minmax(16rem,24rem) 1fr;height:100vh}
aside{border-right:1px solid var(--line);overflow:auto;background:var(--soft)}aside h2{font-size:1.1rem;margin:1rem 1rem .5rem}small,.hint,dt,time,li span{color:var(--dim)}small{font-weight:400}
form{margin:0 1rem .5rem}input{width:100%;font:inherit;padding:.4rem .6rem;border:1px solid var(--line);border-radius:.4rem}
ul{list-style:none;margin:0;padding:0}li a{display:grid;grid-template-columns:1fr auto;gap:0 .5rem;padding:.6rem 1rem;border-top:1px solid var(--line);color:inherit;text-decoration:none;overflow-wrap:anywhere}
li b{grid-column:1/-1;font-weight:600}li a:hover,li a[aria-current]{background:light-dark(#e3ebf5,#2a3340)}.hint{padding:1rem}a{color:var(--link)}a:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:-2px}
main{display:flex;flex-direction:column;padding:1rem 1.5rem;overflow:auto}h1{font-size:1.4rem;margin:.2rem 0 .6rem;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0 0 .8rem;font-size:.9rem}dd{margin:0;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:1rem;padding:.4rem 0;border-bottom:1px solid var(--line)}nav a[aria-current]{font-weight:700;text-decoration:none;color:inherit}
iframe{flex:1;min-height:60vh;border:0;background:Canvas;color-scheme:light dark}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace}.back{display:none;margin:0 0 .6rem}
@media(max-width:48rem){body{display:block;height:auto}aside{border:0;min-height:100vh}.open aside,body:not(.open) main{display:none}.back{display:block}main{min-height:100vh;padding:1rem}dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
`;
