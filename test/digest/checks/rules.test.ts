import { describe, expect, it } from 'vitest';
import { type FindingCode, isBlocking } from '../../../lambdas/digest/checks/finding.ts';
import type { AddressLook } from '../../../lambdas/ingest/index.ts';
import { aSource } from '../../console/fake-rooms.ts';
import { anEdition } from '../samples.ts';
import { aMail, codes, EVENT, found, type Parts, withHtml } from './sample-mail.ts';

type Fault = { code: FindingCode; what: string; change: (parts: Parts) => Partial<Parts> };
const BUTTON = '<a class="button" href="https://bildungsnetz.example/c">';
const BEFORE_IMPRINT = '<p>Sie können';
const atTheEnd = (html: string) => withHtml(['</div></body>', `${html}</div></body>`]);
const added = (html: string) => withHtml([BEFORE_IMPRINT, `${html}${BEFORE_IMPRINT}`]);
const PICTURE = 'https://bildungsnetz.example/a.jpg';
const looked = (address: string, look: AddressLook) => () => ({
  facts: { addresses: { looks: new Map([[address, look]]), unchecked: 0 } },
});
const picture = (beginning: string, bytes = 100): AddressLook => ({
  kind: 'found',
  finalUrl: PICTURE,
  bytes,
  beginning: Buffer.from(beginning, 'latin1'),
});
const event =
  (over: Partial<typeof EVENT>) =>
  ({ edition }: Parts) => ({
    edition: { items: edition.items?.map((item) => (item.event ? { ...item, event: { ...EVENT, ...over } } : item)) },
  });

const FAULTS: Fault[] = [
  {
    code: 'unsubscribe-missing',
    what: 'no link to unsubscribe',
    change: withHtml(['SLOT-unsubscribe', 'https://a.example/']),
  },
  {
    code: 'unsubscribe-missing',
    what: 'none in the text',
    change: ({ text }) => ({ text: text.replace('SLOT-unsubscribe', '') }),
  },
  { code: 'unsubscribe-late', what: 'one behind byte 90,000', change: added(`<p>${'Wort '.repeat(18_500)}</p>`) },
  {
    code: 'imprint-missing',
    what: 'half an imprint',
    change: ({ text }) => ({ text: text.trim().split('\n').slice(0, -1).join('\n') }),
  },
  { code: 'html-clipped', what: 'more than 102 kB', change: atTheEnd(`<p>${'x '.repeat(50_000)}</p>`) },
  { code: 'html-too-large', what: 'more than 90 kB', change: atTheEnd(`<p>${'x '.repeat(44_500)}</p>`) },
  { code: 'braces-left', what: 'a placeholder in an address', change: withHtml(['example/c', 'example/{{ id }}']) },
  { code: 'braces-left', what: 'one in the text', change: ({ text }) => ({ text: `${text}Guten Tag, *|FNAME|*` }) },
  { code: 'braces-left', what: 'a tag in the subject', change: () => ({ content: { subject: 'Neu {% if a %}' } }) },
  {
    code: 'link-script',
    what: 'a script behind a link',
    change: withHtml([BUTTON, '<a class="button" href="java\nscript:alert(1)">']),
  },
  {
    code: 'link-script',
    what: 'a document in a link',
    change: withHtml([BUTTON, '<a class="button" href="data:text/html,x">']),
  },
  { code: 'subject-empty', what: 'a subject of blanks', change: () => ({ content: { subject: '  ' } }) },
  { code: 'no-items', what: 'nothing in it', change: () => ({ edition: { items: [] } }) },

  { code: 'layout-table', what: 'a table without its role', change: withHtml([' role="presentation"', '']) },
  { code: 'language-missing', what: 'no language', change: withHtml(['<html lang="de"', '<html']) },
  { code: 'language-other', what: 'another language', change: withHtml(['<html lang="de"', '<html lang="en-GB"']) },
  { code: 'body-language-missing', what: 'a language on html only', change: withHtml(['<div lang="de"', '<div']) },
  { code: 'heading-skipped', what: 'h1, then h3', change: withHtml(['<h2>', '<h3>'], ['</h2>', '</h3>']) },
  { code: 'heading-skipped', what: 'no h1', change: withHtml(['<h1>', '<p>'], ['</h1>', '</p>']) },
  { code: 'title-empty', what: 'a title of blanks', change: withHtml(['<title>Neues aus dem Netz', '<title> ']) },
  {
    code: 'braces-in-article',
    what: 'an article about placeholders',
    change: (parts) => ({
      ...added('<p>{{ name }} richtig nutzen</p>')(parts),
      edition: {
        items: parts.edition.items?.map((item) => ({ ...item, teaser: 'Heute: {{ name }} richtig nutzen' })),
      },
    }),
  },

  { code: 'image-alt-missing', what: 'no alt', change: withHtml(['alt="" ', '']) },
  { code: 'image-width-missing', what: 'no width', change: withHtml([' width="536"', '']) },
  {
    code: 'image-width-missing',
    what: 'a width that Outlook cannot read',
    change: withHtml(['width="536"', 'width="100%"']),
  },
  { code: 'image-insecure', what: 'a picture by http', change: withHtml([PICTURE, PICTURE.replace('https', 'http')]) },
  {
    code: 'image-insecure',
    what: 'one behind a table',
    change: withHtml(['<table role', '<table background="http://bildungsnetz.example/grund.png" role']),
  },
  {
    code: 'image-insecure',
    what: 'one in a style',
    change: withHtml(['<h1>', `<h1 style="background:url('http://bildungsnetz.example/grund.png')">`]),
  },
  { code: 'image-insecure', what: 'one that redirects to http', change: looked(PICTURE, { kind: 'downgraded' }) },
  {
    code: 'image-format',
    what: 'WebP by name',
    change: withHtml([PICTURE, 'https://bildungsnetz.example/a.webp?w=5']),
  },
  { code: 'image-format', what: 'AVIF under another name', change: looked(PICTURE, picture('\0\0\0\x1cftypavif')) },
  {
    code: 'image-format',
    what: 'a drawing under another name',
    change: looked(PICTURE, picture('<?xml version="1.0"?>\n<svg xmlns="x">')),
  },
  { code: 'image-too-large', what: '5 MB', change: looked(PICTURE, picture('\xff\xd8\xff', 5_000_000)) },
  { code: 'image-none', what: 'comments without end', change: looked(PICTURE, picture('<!---->'.repeat(73))) },
  { code: 'image-none', what: 'a page instead of a picture', change: looked(PICTURE, picture('<!doctype html>')) },
  {
    code: 'image-dead',
    what: 'a picture that is gone',
    change: looked(PICTURE, { kind: 'gone', why: 'status', status: 404 }),
  },
  { code: 'image-unsure', what: 'a server that is down', change: looked(PICTURE, { kind: 'unclear', why: 'timeout' }) },

  {
    code: 'link-insecure',
    what: 'a link by http',
    change: ({ html, text }) => ({
      html: html.replace('https://bildungsnetz.example/c', 'http://bildungsnetz.example/c'),
      text: text.replace('https://bildungsnetz.example/c', 'http://bildungsnetz.example/c'),
    }),
  },
  {
    code: 'link-downgraded',
    what: 'a redirect to http',
    change: looked('https://bildungsnetz.example/c', { kind: 'downgraded' }),
  },
  { code: 'link-address', what: 'a relative address', change: withHtml([BUTTON, '<a class="button" href="/c">']) },
  {
    code: 'link-address',
    what: 'a place that the mail does not have',
    change: withHtml([BUTTON, '<a class="button" href="#c">']),
  },
  {
    code: 'link-address',
    what: 'an address for apps',
    change: withHtml([BUTTON, '<a class="button" href="ftp://a.example/">']),
  },
  {
    code: 'link-empty',
    what: 'a link around a picture without alt',
    change: withHtml(['Anmelden zum Forum', '<img src="https://bildungsnetz.example/a.jpg" alt="" width="9">']),
  },
  { code: 'link-ambiguous', what: 'one name for two pages', change: withHtml(['>Anmelden zum Forum<', '>Forum<']) },
  {
    code: 'link-dead',
    what: 'a page that is gone',
    change: looked('https://bildungsnetz.example/c', { kind: 'gone', why: 'no-server' }),
  },
  {
    code: 'link-unsure',
    what: 'a page that lets no program in',
    change: looked('https://bildungsnetz.example/c', { kind: 'unclear', why: 'status', status: 403 }),
  },
  {
    code: 'addresses-unchecked',
    what: 'no time for all',
    change: () => ({ facts: { addresses: { looks: new Map(), unchecked: 3 } } }),
  },

  { code: 'text-part-missing', what: 'no text', change: () => ({ text: ' \n' }) },
  {
    code: 'text-links-missing',
    what: 'a link less in the text',
    change: ({ text }) => ({ text: text.replace('example/a', '') }),
  },
  { code: 'preheader-empty', what: 'no line under the subject', change: () => ({ content: { preheader: ' ' } }) },
  {
    code: 'preheader-repeats-subject',
    what: 'the subject again',
    change: () => ({ content: { subject: 'Neues', preheader: 'neues ' } }),
  },
  {
    code: 'subject-repeated',
    what: 'the last edition’s subject',
    change: () => ({ facts: { previous: anEdition(1, { subject: 'Übergänge gestalten und ein Termin' }) } }),
  },
  {
    code: 'articles-repeated',
    what: 'the last edition’s articles',
    change: ({ edition }) => ({ facts: { previous: anEdition(1, { items: edition.items?.toReversed() }) } }),
  },
  { code: 'subject-long', what: '61 characters', change: () => ({ content: { subject: 'ü'.repeat(61) } }) },
  { code: 'subject-too-long', what: '151 characters', change: () => ({ content: { subject: '🎄'.repeat(151) } }) },
  { code: 'text-small', what: '13 px', change: added('<p style="font-size:13px">Kleingedrucktes</p>') },
  { code: 'text-small', what: '8 pt', change: added('<p style="font-size:8pt">Kleingedrucktes</p>') },
  { code: 'target-small', what: 'a flat button', change: withHtml(['padding: 14px 20px', 'padding: 4px 20px']) },
  {
    code: 'target-small',
    what: 'a low link in its own line',
    change: added(
      '<p style="line-height:1.2"><a class="link" style="color:#1d5d8c" href="https://bildungsnetz.example/c">Mehr</a></p>',
    ),
  },
  {
    code: 'event-date-missing',
    what: 'an event on another day',
    change: event({ startsAt: new Date('2026-11-27T15:00:00Z'), endsAt: new Date('2026-11-27T17:00:00Z') }),
  },
  { code: 'event-place-missing', what: 'an event nobody can find', change: event({ place: 'Aula' }) },
  {
    code: 'source-failing',
    what: 'a source that fails',
    change: () => ({ facts: { sources: [aSource({ fetchState: { failures: 2 } })] } }),
  },
  {
    code: 'source-failing',
    what: 'a source that is held',
    change: () => ({ facts: { sources: [aSource({ status: 'held' })] } }),
  },
  {
    code: 'items-shortened',
    what: 'headlines only',
    change: ({ edition }) => ({ edition: { ...edition, shortened: 4 } }),
  },
];

/** What cannot be without the other. */
const COMPANIONS: Partial<Record<FindingCode, FindingCode[]>> = {
  'unsubscribe-missing': ['text-links-missing', 'link-ambiguous'],
  'unsubscribe-late': ['html-too-large'],
  'text-part-missing': ['unsubscribe-missing', 'imprint-missing'],
  'link-script': [],
  'braces-left': ['text-links-missing'],
  'no-items': ['event-place-missing'],
};

describe('a mail in which nothing is wrong', () => {
  it('leaves nothing to say', () => expect(found()).toEqual([]));
});

describe('checks find', () => {
  it.each(FAULTS)('$code: $what', ({ code, change }) => {
    const others = COMPANIONS[code] ?? [];
    const all = new Set(codes(change));
    expect([...all]).toContain(code);
    expect([...all].filter((one) => one !== code && !others.includes(one))).toEqual([]);
  });
});

it('what only some readers get, others go without', () => {
  const { mail } = aMail();
  const pieces = mail.content.html.flatMap((block) => block.pieces);
  const onlyForOne = [{ pieces: ['<html lang="de">'] }, { forItems: [0], pieces }];
  expect(codes(() => ({ content: { html: onlyForOne } }))).toEqual(
    expect.arrayContaining(['unsubscribe-missing', 'imprint-missing']),
  );
});

it('a link to another place of the mail leads somewhere', () =>
  expect(codes(withHtml([BUTTON, '<a class="button" href="#c">'], ['<h1>', '<h1 id="c">']))).toEqual([]));

describe('a link of any height is enough', () => {
  const low = (html: (link: string) => string) =>
    codes(
      added(
        `<div style="line-height:1.1">${html('<a class="link" style="color:#1d5d8c" href="https://bildungsnetz.example/c">mehr</a>')}</div>`,
      ),
    );
  it.each([
    { what: 'within a sentence', html: (link: string) => `<p>Hier lesen Sie ${link}.</p>` },
    { what: 'within one, in bold', html: (link: string) => `<p>Hier lesen Sie <strong>${link}</strong></p>` },
    { what: 'as a heading, which has room around it', html: (link: string) => `<h2>${link}</h2>` },
  ])('$what', ({ html }) => expect(low(html)).toEqual([]));
});

describe('what blocks', () => {
  const BLOCKING = [
    'unsubscribe-missing',
    'unsubscribe-late',
    'imprint-missing',
    'html-clipped',
    'html-too-large',
    'braces-left',
    'link-script',
    'subject-empty',
    'no-items',
  ];
  it('is what readers must have, and nothing else', () => {
    const all = new Set(FAULTS.map(({ code }) => code));
    expect([...all].filter((code) => isBlocking({ code }))).toEqual(BLOCKING);
  });
});
