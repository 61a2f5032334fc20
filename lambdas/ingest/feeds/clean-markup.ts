/**
 * The cleaning step before the XML parser: one linear scan that turns what publishers send into one small, well-formed
 * shape, so that a strict parser reads it.
 *
 * RSS of any version becomes `<rss version="2.0"><channel>…items…</channel></rss>`, Atom of any version `<feed>…</feed>`.
 * Unclosed elements are closed, stray ends dropped, prefixes made the usual ones, references repaired. Markup inside an
 * element that holds text (xhtml content, or HTML that someone forgot to escape) is escaped, so its order survives.
 */
import { escapeMarkup, repairReferences, resolveReferences } from '../items/character-references.ts';
import { CleanOutput, type TextHolder } from './clean-output.ts';
import { type Attribute, attributesOf, written } from './markup-attributes.ts';
import { localName, MarkupNames, usualPrefix, type Vocabulary } from './markup-names.ts';
import {
  ARTICLE,
  ENVELOPES,
  FEED_ELEMENTS,
  ITEM_ELEMENTS,
  isInlineMarkup,
  NEVER_IN_TEXT,
  ROOTS,
  TEXT_HOLDERS,
  VOID_ELEMENTS,
} from './markup-roles.ts';
import { type MarkupEvents, scanMarkup } from './scan-markup.ts';

export interface CleanDocument {
  /** Well-formed XML; empty when the document is no feed. Where a text belongs stands its number: `12;`. */
  xml: string;
  /** Kept out of the parser's way, which looks at every character. */
  texts: string[];
  /** Names of the elements in it. */
  names: Set<string>;
  vocabulary?: Vocabulary;
  /** Attributes of the root element: xml:base, xml:lang, version. */
  root: Record<string, string>;
  /** Looks like a web page. */
  isHtml: boolean;
}

/** Real feeds need six; without a limit 100,000 nested elements overflow the parser's stack. */
const MAX_DEPTH = 24;

const FEED = new Set(FEED_ELEMENTS);
const ITEM = new Set(ITEM_ELEMENTS);

export function cleanMarkup(text: string): CleanDocument {
  const cleaner = new Cleaner();
  scanMarkup(text, cleaner);
  return cleaner.finish();
}

class Cleaner implements MarkupEvents {
  private readonly names = new MarkupNames();
  private readonly out = new CleanOutput(this.names);
  private holder: TextHolder | undefined;
  /** The element of no interest that we are in. */
  private skipped: { raw: string; depth: number } | undefined;
  private vocabulary: Vocabulary | undefined;
  private readonly root: Record<string, string> = Object.create(null);
  private isHtml = false;
  /** RDF alone says many things; only a channel or an item makes it a feed. */
  private isFeed = false;
  /** Where the article that is being read begins in the output, and how many before it were whole. */
  private articleAt = 0;
  private wholeArticles = 0;
  /** The feed said that it ends. */
  private hasEnd = false;

  text(source: string): void {
    if (!this.vocabulary || this.skipped) return;
    this.put(this.holder?.isLiteral ? repairReferences(source) : resolveReferences(source));
  }

  characters(literal: string): void {
    if (!this.vocabulary || this.skipped) return;
    const { holder } = this;
    // CDATA directly under an xhtml element was meant as HTML by whoever wrote it.
    const isText = holder?.isLiteral && holder.hasMarkup;
    this.put(isText ? escapeMarkup(literal) : literal);
  }

  open(raw: string, source: string, isEmpty: boolean): void {
    if (this.vocabulary) this.openInside(raw, attributesOf(source), isEmpty);
    else this.openRoot(raw, source);
  }

  close(raw: string): void {
    if (!this.vocabulary) return;
    const name = this.names.canonical(raw);
    if (this.skipped && !this.endsSkipping(this.skipped, raw, name)) return;
    if (this.holder && !this.endsHolder(this.holder, raw, name)) {
      if (!VOID_ELEMENTS.has(localName(raw)) && !this.isForeign(raw)) this.put(`</${localName(raw)}>`);
      return;
    }
    this.finishHolder();
    if (this.isArticle(name)) this.wholeArticles += 1;
    if (ENVELOPES.has(name) || name === 'rdf:RDF') this.hasEnd = true;
    const level = this.out.levelOf(name);
    if (level >= 0) this.out.closeDownTo(level);
  }

  finish(): CleanDocument {
    const { vocabulary, root, isHtml, out } = this;
    if (!vocabulary || !this.isFeed) return { xml: '', texts: [], names: new Set(), root, isHtml };
    this.finishHolder();
    this.dropCutArticle();
    out.closeDownTo(0);
    const xml = vocabulary === 'atom' ? `<feed version="1.0">${out}</feed>` : rssOf(`${out}`);
    return { xml, texts: out.texts, names: out.elements, vocabulary, root, isHtml };
  }

  private openInside(raw: string, attributes: Attribute[], isEmpty: boolean): void {
    const name = this.nameOf(raw, attributes);
    if (this.skipped && !this.isArticle(name) && !ENVELOPES.has(name)) {
      if (raw === this.skipped.raw && !isEmpty) this.skipped.depth += 1;
      return;
    }
    this.skipped = undefined;
    if (this.holder && !this.endsText(this.holder, name)) {
      this.escapeTag(this.holder, raw, attributes, isEmpty);
      return;
    }
    this.finishHolder();
    if (ENVELOPES.has(name) || this.isArticle(name)) this.isFeed = true;
    if (ENVELOPES.has(name)) this.rememberRoot(attributes);
    else {
      if (this.isArticle(name)) this.beginArticle();
      if (!this.isRead(name)) this.skipped = isEmpty ? undefined : { raw, depth: 1 };
      else if (this.out.depth < MAX_DEPTH) this.openElement(raw, name, attributes, isEmpty);
    }
  }

  /** Anything may stand before a feed: a warning of the server's script, a blank line, a wrapper. */
  private openRoot(raw: string, source: string): void {
    const local = localName(raw);
    if (local === 'html' || local === 'body') this.isHtml = true;
    const vocabulary = ROOTS[local];
    const attributes = attributesOf(source);
    // A web page may speak of feeds and channels; only one that names its vocabulary is meant as a feed.
    if (!vocabulary || (this.isHtml && !attributes.some(([name]) => name === 'version' || name === 'xmlns'))) return;
    this.vocabulary = vocabulary;
    this.names.vocabulary = vocabulary;
    this.isFeed = local !== 'rdf' || attributes.some(([, value]) => usualPrefix(value) === 'rss');
    this.nameOf(raw, attributes);
    this.rememberRoot(attributes);
  }

  private rememberRoot(attributes: Attribute[]): void {
    for (const [name, value] of attributes) this.root[name] ??= value;
  }

  private nameOf(raw: string, attributes: Attribute[]): string {
    let own: string | undefined;
    for (const [name, value] of attributes) {
      if (name === 'xmlns') own = value;
      else if (name.startsWith('xmlns:')) this.names.declare(name.slice(6), value);
    }
    return this.names.canonical(raw, own);
  }

  private openElement(raw: string, name: string, attributes: Attribute[], isEmpty: boolean): void {
    // With nothing in it the parser takes an article for a text, and stumbles.
    const own: Attribute[] = this.isArticle(name) ? [['is', 'article'], ...attributes] : attributes;
    const at = this.out.tag(name, own, isEmpty);
    if (isEmpty) return;
    if (!TEXT_HOLDERS.has(name)) return;
    const isLiteral = name === 'xhtml:body' || (this.vocabulary === 'atom' && isInlineMarkup(attributes));
    this.holder = { raw, depth: 1, name, attributes, isLiteral, hasMarkup: false, pieces: [], at };
  }

  private put(text: string): void {
    if (this.holder) this.holder.pieces.push(text);
    else this.out.text(text);
  }

  /** Directly under a feed or an item, where all but what we know is left out. */
  private isRead(name: string): boolean {
    const { depth, outermost } = this.out;
    if (depth === 0) return this.isArticle(name) || FEED.has(name);
    return depth > 1 || !this.isArticle(outermost) || ITEM.has(name);
  }

  private endsSkipping(skipped: { raw: string; depth: number }, raw: string, name: string): boolean {
    if (raw === skipped.raw) skipped.depth -= 1;
    const isOver = skipped.depth === 0 || this.isArticle(name) || ENVELOPES.has(name);
    if (isOver) this.skipped = undefined;
    return isOver && raw !== skipped.raw;
  }

  private isArticle(name: string): boolean {
    return this.vocabulary !== undefined && name === ARTICLE[this.vocabulary];
  }

  private endsText(holder: TextHolder, name: string): boolean {
    return this.isArticle(name) || (!holder.isLiteral && name !== holder.name && NEVER_IN_TEXT.has(name));
  }

  /** An end tag of the holder's name may belong to an element of that name within it. */
  private endsHolder(holder: TextHolder, raw: string, name: string): boolean {
    if (raw === holder.raw || name === holder.name) holder.depth -= 1;
    return holder.depth === 0 || this.isArticle(name);
  }

  private escapeTag(holder: TextHolder, raw: string, attributes: Attribute[], isEmpty: boolean): void {
    holder.hasMarkup = true;
    if (raw === holder.raw && !isEmpty) holder.depth += 1;
    if (this.isForeign(raw)) return;
    const local = localName(raw);
    const end = isEmpty && !VOID_ELEMENTS.has(local) ? `</${local}>` : '';
    this.put(`<${local}${written(attributes, this.names)}>${end}`);
  }

  /** Under a prefix that is not HTML's: Office's `o:p`, XInclude. */
  private isForeign(raw: string): boolean {
    return raw.includes(':') && !/^(xhtml|html|h):/i.test(this.names.canonical(raw));
  }

  private finishHolder(): void {
    const { holder } = this;
    if (!holder) return;
    this.holder = undefined;
    this.put(holder.pieces.length === 1 ? (holder.pieces[0] ?? '') : holder.pieces.join(''));
    if (this.vocabulary === 'atom' && (holder.hasMarkup || holder.isLiteral)) {
      const others = holder.attributes.filter(([name]) => name !== 'type' && name !== 'mode');
      this.out.rewriteTag(holder.at, holder.name, [...others, ['type', 'html']]);
    }
    this.out.closeDownTo(this.out.levelOf(holder.name));
  }

  private beginArticle(): void {
    this.out.closeDownTo(0);
    this.articleAt = this.out.place;
  }

  /** A document that was cut ends within an article: half of it would be stored, and be corrected by the next poll. */
  private dropCutArticle(): void {
    const isCut = !this.hasEnd && this.wholeArticles > 0 && this.isArticle(this.out.outermost);
    if (isCut) this.out.cutAt(this.articleAt);
  }
}

function rssOf(content: string): string {
  return `<rss version="2.0"><channel>${content}</channel></rss>`;
}
