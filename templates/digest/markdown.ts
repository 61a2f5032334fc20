/**
 * Editors' own words, in Markdown: paragraphs, headings, emphasis, links and lists. Whatever else they write or paste
 * stays text, so nothing of it becomes markup of the mail.
 */
import { marked, type Token, type Tokens } from 'marked';
import { escapeMarkup } from './escape.ts';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'em'; parts: Inline[] }
  | { kind: 'link'; url: string; parts: Inline[] }
  | { kind: 'break' };

export type Paragraph =
  | { kind: 'paragraph' | 'heading'; parts: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: Inline[][] };

export function readMarkdown(text: string): Paragraph[] {
  return marked.lexer(text.trim()).flatMap(paragraphs);
}

function paragraphs(token: Token): Paragraph[] {
  if (token.type === 'space' || token.type === 'hr' || token.type === 'def') return [];
  if (token.type === 'list') {
    const { ordered: isOrdered, items } = token as Tokens.List;
    return [{ kind: 'list', isOrdered, items: items.map(({ tokens }) => tokens.flatMap(inlines)) }];
  }
  if (token.type === 'blockquote') return within(token).flatMap(paragraphs);
  const inner = within(token);
  const parts = inner.length > 0 ? inner.flatMap(inlines) : [{ kind: 'text' as const, text: token.raw.trim() }];
  return [{ kind: token.type === 'heading' ? 'heading' : 'paragraph', parts }];
}

function inlines(token: Token): Inline[] {
  const parts = () => within(token).flatMap(inlines);
  if (token.type === 'strong' || token.type === 'em') return [{ kind: token.type, parts: parts() }];
  if (token.type === 'br') return [{ kind: 'break' }];
  if (token.type === 'link')
    return isTarget(token.href) ? [{ kind: 'link', url: token.href, parts: parts() }] : parts();
  if (token.type === 'escape') return [{ kind: 'text', text: token.text }];
  if (within(token).length > 0) return parts();
  return [{ kind: 'text', text: token.raw }];
}

const within = (token: Token): Token[] => ('tokens' in token && token.tokens) || [];

/** What a reader may be led to from a mail. */
const isTarget = (url: string): boolean => /^(?:https?:\/\/|mailto:)[^\s"<>]+$/i.test(url) && URL.canParse(url);

/** How HTML writes it: a mail carries its styles in itself, a web page has them elsewhere. */
export interface MarkdownLook {
  paragraph: string;
  list: string;
  link: string;
  /** For the words between the marks. */
  typeset: (words: string) => string;
}

export function markdownHtml(text: string, look: MarkdownLook): string {
  return readMarkdown(text)
    .map((paragraph) => {
      if (paragraph.kind !== 'list') {
        const html = inlineHtml(paragraph.parts, look);
        return `<p${look.paragraph}>${paragraph.kind === 'heading' ? `<strong>${html}</strong>` : html}</p>`;
      }
      const tag = paragraph.isOrdered ? 'ol' : 'ul';
      const items = paragraph.items.map((item) => `<li>${inlineHtml(item, look)}</li>`);
      return `<${tag}${look.list}>${items.join('')}</${tag}>`;
    })
    .join('\n');
}

function inlineHtml(parts: Inline[], look: MarkdownLook): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return escapeMarkup(look.typeset(part.text));
      if (part.kind === 'break') return '<br>';
      const inner = inlineHtml(part.parts, look);
      if (part.kind === 'link') return `<a href="${escapeMarkup(part.url)}"${look.link}>${inner}</a>`;
      return part.kind === 'strong' ? `<strong>${inner}</strong>` : `<em>${inner}</em>`;
    })
    .join('');
}

/**
 * As plain text: words that lead somewhere have a number, and the address is found by it. Paragraphs are apart, lines are
 * not wrapped yet.
 *
 * @param first - the number of the first address
 */
export function markdownText(text: string, first = 1): { text: string; addresses: { number: number; url: string }[] } {
  const numbers = new Map<string, number>();
  const numberOf = (url: string): number => {
    const number = numbers.get(url) ?? first + numbers.size;
    numbers.set(url, number);
    return number;
  };
  const paragraphs = readMarkdown(text).map((paragraph) => {
    if (paragraph.kind !== 'list') return inlineText(paragraph.parts, numberOf);
    const mark = (at: number) => (paragraph.isOrdered ? `${at + 1}.` : '-');
    return paragraph.items.map((item, at) => `${mark(at)} ${inlineText(item, numberOf)}`).join('\n');
  });
  return { text: paragraphs.join('\n\n'), addresses: [...numbers].map(([url, number]) => ({ number, url })) };
}

function inlineText(parts: Inline[], numberOf: (url: string) => number): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text.replaceAll('\n', ' ');
      if (part.kind === 'break') return '\n';
      const inner = inlineText(part.parts, numberOf);
      if (part.kind !== 'link') return inner;
      const target = part.url.replace(/^mailto:/i, '');
      return inner === target ? inner : `${inner} [${numberOf(target)}]`;
    })
    .join('');
}
