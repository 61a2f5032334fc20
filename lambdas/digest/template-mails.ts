/** What must be in a mail, whoever gets it, and what must not come into it. */
import { load } from 'cheerio';
import { archivePath } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import { joinBlocks } from './edition-content.ts';
import { MOST_HTML_BYTES } from './html-size.ts';
import { renderHtml } from './render-html.ts';
import type { TemplateFault } from './template-fault.ts';
import { OWN_WORDS, SAMPLES, type SampleName, sampleEdition } from './template-samples.ts';
import { TRIAL_SLOTS, type TrialInput } from './template-views.ts';

const blocking = (message: string): TemplateFault => ({ message, isBlocking: true });
const advice = (message: string): TemplateFault => ({ message, isBlocking: false });

/** @param source - which can be filled with every sample */
export async function mailFaults(source: string, input: TrialInput): Promise<TemplateFault[]> {
  try {
    const mails = new Map<SampleName, Mail>();
    for (const name of SAMPLES) mails.set(name, await mail(name, source, input));
    const the = (name: SampleName) => mails.get(name) ?? NO_MAIL;
    return [
      ...sizeFaults(the('empty').html, the('many').html),
      ...SAMPLES.flatMap((name) => requiredFaults(the(name).forEverybody, input)),
      ...strangersPictures(the('usual').html),
      ...strangersFaults(the('hostile').html, the('harmless').html),
      ...goodManners(the('usual').html),
    ];
  } catch (error) {
    // With fewer teasers than it was tried with: the sentence names the line.
    if (!(error instanceof RundbriefError)) throw error;
    return [blocking(error.message)];
  }
}

const NO_MAIL: Mail = { html: '', forEverybody: '' };

interface Mail {
  html: string;
  /** Without what is only for readers of some items. */
  forEverybody: string;
}

async function mail(name: SampleName, template: string, { publication, siteUrl }: TrialInput): Promise<Mail> {
  const edition = sampleEdition(publication, name);
  const { blocks } = await renderHtml({
    ...{ publication, edition, siteUrl, template },
    language: publication.language,
    archiveUrl: `${siteUrl}/${archivePath(edition)}`,
  });
  const everything = edition.items.map(() => true);
  return {
    html: joinBlocks(blocks, everything, TRIAL_SLOTS),
    forEverybody: joinBlocks(
      blocks.filter(({ forItems }) => !forItems),
      everything,
      TRIAL_SLOTS,
    ),
  };
}

function sizeFaults(empty: string, many: string): TemplateFault[] {
  const kilobytes = (html: string) => Math.ceil(Buffer.byteLength(html) / 1_000);
  const isTooLarge = (html: string) => Buffer.byteLength(html) > MOST_HTML_BYTES;
  if (isTooLarge(empty)) {
    return [blocking(`The mail has ${kilobytes(empty)} kB without any article; Gmail cuts off what is beyond 90 kB`)];
  }
  return isTooLarge(many)
    ? [
        blocking(
          `With 60 articles the mail has ${kilobytes(many)} kB, however much is shortened; at most 90 arrive whole`,
        ),
      ]
    : [];
}

function requiredFaults(html: string, { publication }: TrialInput): TemplateFault[] {
  const $ = load(html);
  const leadsTo = (url: string) =>
    $('a')
      .get()
      .some(
        (link) => $(link).attr('href') === url && ($(link).text().trim() || $(link).find('img[alt!=""]').length > 0),
      );
  const text = plain($('body').text());
  return [
    ...(leadsTo(TRIAL_SLOTS.unsubscribe)
      ? []
      : [blocking('A link to unsubscribe is missing: <a href="{{ links.unsubscribe }}">, for everybody')]),
    ...(leadsTo(TRIAL_SLOTS.preferences)
      ? []
      : [blocking('A link to the preferences is missing: <a href="{{ links.preferences }}">, for everybody')]),
    ...(publication.imprint.every((line) => text.includes(plain(line)))
      ? []
      : [blocking("The imprint is missing: show every line of publication.imprint, or {% render 'footer' %}")]),
  ];
}

/** Without differences of white space, of which we make some ourselves. */
const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** MJML's own pictures lie with others, who are told by every mail that is opened. */
function strangersPictures(html: string): TemplateFault[] {
  const $ = load(html);
  const hosts = $('img')
    .get()
    .map((picture) => $(picture).attr('src') ?? '')
    .filter((url) => /^https?:\/\/[^/]*(?:mailjet\.com|imgur\.com)\//.test(url))
    .map((url) => new URL(url).host);
  return [...new Set(hosts)].map((host) =>
    advice(`A picture comes from ${host}, who is told who opens the mail: give one of your own`),
  );
}

/** Whatever words come, the elements of the mail are the same. */
function strangersFaults(hostile: string, harmless: string): TemplateFault[] {
  return elementsOf(hostile) === elementsOf(harmless)
    ? []
    : [
        blocking(
          'What stands in articles could become markup of the mail: put values into text and quoted attributes only',
        ),
      ];
}

function elementsOf(html: string): string {
  const $ = load(html);
  return $('*')
    .get()
    .map((element) => ('attribs' in element ? `${element.name}[${Object.keys(element.attribs).join(' ')}]` : ''))
    .join(' ');
}

/** What readers miss without it, and a template may yet leave out. */
function goodManners(html: string): TemplateFault[] {
  const $ = load(html);
  const text = plain($('body').text());
  const isThere = (words: string) => text.toLowerCase().includes(words.toLowerCase());
  const wanted: [boolean, string][] = [
    [$('title').text().trim() !== '', 'The title is missing: <mj-title>{{ edition.subject }}</mj-title>'],
    [isThere(OWN_WORDS.preheader), 'The preheader is missing: <mj-preview>{{ edition.preheader }}</mj-preview>'],
    [isThere(OWN_WORDS.intro), 'What editors write before the articles is not shown: {{ edition.intro }}'],
    [isThere(OWN_WORDS.outro), 'What editors write behind the articles is not shown: {{ edition.outro }}'],
    [/\b2 (?:weitere|more)\b/.test(text), 'The notes are not shown: readers are not told what the mail leaves out'],
    [$('html[lang]').length > 0, 'The language is missing: <mjml lang="{{ language }}">'],
  ];
  return wanted.filter(([isThere]) => !isThere).map(([, message]) => advice(message));
}
