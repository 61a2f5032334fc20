/**
 * Sources as an OPML file, for feed readers and for another publication of ours.
 *
 * OPML knows feeds only. Everything else about a source stands in attributes under a namespace of ours, which other
 * readers pass over: <http://opml.org/spec2.opml>, “Extending OPML”.
 */
import { generateOpml, parseOpml } from 'feedsmith';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import { NO_RULES, type Publication, SOURCE_KINDS, type Source, type Topic } from '../domain/publication.ts';
import { isPolled, type SourceWish } from './new-source.ts';
import { pageSelectors, sourceRules } from './source-schema.ts';
import { typedAddress } from './typed-address.ts';

/** One outline of a file: a source that may be added, or why not. */
export type OutlineWish = { title: string; url: string } & (
  | { wish: Omit<SourceWish, 'publicationId'> }
  | { refusal: string }
);

const NAMESPACE = 'tag:rundbrief.example,2026:sources';
const OURS = ['kind', 'id', 'rules', 'selectors', 'fullText'].map((name) => `rundbrief:${name}` as const);
/** What decoders put in place of bytes that mean nothing to them. */
const LOST_LETTER = '\ufffd';
const MAX_TITLE = 120;
const MAX_OUTLINES = 500;

/** Attributes as feedsmith gives them: what a foreign file holds is text at best. */
const outlineSchema = z.looseObject({
  text: z.string().optional(),
  title: z.string().optional(),
  isComment: z.boolean().optional(),
  category: z.string().optional(),
  xmlUrl: z.string().optional(),
  url: z.string().optional(),
  get outlines() {
    return z.array(outlineSchema).optional();
  },
  'rundbrief:kind': z.enum(SOURCE_KINDS).optional().catch(undefined),
  'rundbrief:id': z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .optional()
    .catch(undefined),
  'rundbrief:rules': z.string().optional(),
  'rundbrief:selectors': z.string().optional(),
  'rundbrief:fullText': z.string().optional(),
});
type Outline = z.infer<typeof outlineSchema>;

export function opmlOf({ title }: Pick<Publication, 'title'>, sources: Source[]): string {
  const document = { head: { title }, body: { outlines: [{ text: title, outlines: sources.map(outlineOf) }] } };
  const xml = generateOpml(document, { extraOutlineAttributes: OURS });
  // As it is, it would be taken for a letter that was lost on the way.
  const safe = xml.replaceAll(LOST_LETTER, '&#xFFFD;');
  return safe.replace('<opml ', `<opml xmlns:rundbrief="${NAMESPACE}" `);
}

function outlineOf({ id, kind, url, title, topics, rules, selectors, fullText }: Source) {
  const address = kind === 'feed' ? { type: 'rss', xmlUrl: url } : { type: 'link', url };
  return {
    text: title,
    title,
    ...address,
    ...(topics.length > 0 ? { category: topics.join(',') } : {}),
    'rundbrief:kind': kind,
    'rundbrief:id': id,
    ...(JSON.stringify(rules) === JSON.stringify(NO_RULES) ? {} : { 'rundbrief:rules': JSON.stringify(rules) }),
    ...(selectors ? { 'rundbrief:selectors': JSON.stringify(selectors) } : {}),
    ...(fullText ? { 'rundbrief:fullText': 'true' } : {}),
  };
}

/**
 * What a file asks for, outline by outline. Folders and categories become topics where the publication has one of that
 * name; a folder that means nothing to us is passed over.
 *
 * @throws RundbriefError `invalid` when it is no OPML, declares entities, or holds more than 500 outlines
 */
export function readOpml(bytes: Uint8Array, topics: Topic[]): OutlineWish[] {
  const text = decoded(bytes);
  // Nothing in OPML needs a document type; what comes with one may want us to expand or to fetch entities.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new RundbriefError('invalid', 'The file declares a document type or entities, which OPML does not need');
  }
  const found = outlinesIn(text).flatMap((outline) => wishesIn(outline, [], topics));
  if (found.length > MAX_OUTLINES) {
    throw new RundbriefError(
      'invalid',
      `The file names ${found.length} sources; at most ${MAX_OUTLINES} are taken at once`,
    );
  }
  return found;
}

function outlinesIn(text: string): Outline[] {
  try {
    const { body } = parseOpml(text, { extraOutlineAttributes: OURS });
    return z.array(outlineSchema).parse(body?.outlines ?? []);
  } catch (cause) {
    throw new RundbriefError('invalid', 'The file is no OPML that we can read', { cause });
  }
}

/** UTF-8 where it is valid, whatever the file says; else as it says. */
function decoded(bytes: Uint8Array): string {
  const prolog = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const named = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(prolog)?.[1] ?? 'utf-8';
  const text = decodedAs('utf-8', bytes) ?? decodedAs(named, bytes);
  if (text === undefined) {
    throw new RundbriefError('invalid', `The file is not written in ${named.toUpperCase()}, as it should be`);
  }
  // A gateway that took other bytes for UTF-8 has put these in their place.
  if (text.includes(LOST_LETTER)) {
    throw new RundbriefError(
      'invalid',
      'Letters of the file were lost on the way: send it as application/octet-stream',
    );
  }
  return text;
}

function decodedAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function wishesIn(outline: Outline, folders: string[], topics: Topic[]): OutlineWish[] {
  const { outlines = [], isComment } = outline;
  const title = (outline.title || outline.text || '').replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE);
  const kind = outline['rundbrief:kind'] ?? 'feed';
  const url = outline.xmlUrl || outline.url || '';
  const inside = outlines.flatMap((inner) =>
    wishesIn(isComment ? { ...inner, isComment } : inner, [...folders, title], topics),
  );
  // Some readers write the folder's own feed into the folder.
  if (outlines.length > 0 && !outline.xmlUrl) return inside;
  return [{ title, url, ...wishOrRefusal(outline, { title, url, kind, folders, topics }) }, ...inside];
}

type Reading = { title: string; url: string; kind: Source['kind']; folders: string[]; topics: Topic[] };

function wishOrRefusal(outline: Outline, { title, url, kind, folders, topics }: Reading) {
  const isOurs = outline['rundbrief:kind'] !== undefined;
  if (outline.isComment) return { refusal: 'It is commented out' };
  if (!url || (!outline.xmlUrl && !isOurs)) return { refusal: 'It names no feed (xmlUrl)' };
  const rules = jsonIn(outline['rundbrief:rules'], sourceRules);
  const selectors = jsonIn(outline['rundbrief:selectors'], pageSelectors);
  if (rules === 'damaged' || selectors === 'damaged') return { refusal: 'Its rules or selectors are damaged' };
  // Our own export has its one folder for readers only.
  const labels = [...(isOurs ? [] : folders), ...categoriesIn(outline.category)];
  const wish = {
    url: isPolled(kind) ? typedAddress(url) : url,
    kind,
    ...(title ? { title } : {}),
    ...(outline['rundbrief:id'] ? { id: outline['rundbrief:id'] } : {}),
    topics: topicsNamed(labels, topics),
    ...(rules ? { rules: withKnownTopics(rules, topics) } : {}),
    ...(selectors ? { selectors } : {}),
    ...(outline['rundbrief:fullText'] === 'true' ? { fullText: true } : {}),
  };
  return { wish };
}

function jsonIn<T>(text: string | undefined, schema: z.ZodType<T>): T | undefined | 'damaged' {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}

/** `/Boston/Weather,Sport`: each ends in what it is about. */
function categoriesIn(category = ''): string[] {
  return category.split(',').map((path) => path.split('/').filter(Boolean).at(-1) ?? '');
}

function topicsNamed(labels: string[], topics: Topic[]): string[] {
  const names = new Set(labels.map(folded));
  return topics.filter(({ id, title }) => names.has(folded(id)) || names.has(folded(title))).map(({ id }) => id);
}

/** Another publication has other topics: rules about those that are missing here would do nothing. */
function withKnownTopics({ defaultTopic, ...rules }: Source['rules'], topics: Topic[]): Source['rules'] {
  const isKnown = (topic: string | undefined) => topics.some(({ id }) => id === topic);
  return {
    ...rules,
    topics: rules.topics.filter(({ topic }) => isKnown(topic)),
    ...(isKnown(defaultTopic) ? { defaultTopic } : {}),
  };
}

const folded = (text: string) => text.normalize('NFKC').trim().toLocaleLowerCase('de');
