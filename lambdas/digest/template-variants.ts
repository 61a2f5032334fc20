/**
 * A template without its Liquid: the markup that stands there whatever the data are, character for character at its place,
 * so that a fault in it has the line and column that its author sees.
 *
 * What Liquid puts in is held by {@link STANDS_FOR}. Where a template has alternatives, each is looked at in one of the
 * variants.
 */
import { type TagToken, Tokenizer, TokenKind, type TopLevelToken } from 'liquidjs';

/** Characters of no language; a template that holds them has them taken away. */
export const STANDS_FOR = {
  content: '\ue000',
  look: '\ue001',
  part: '\ue002',
  only: '\ue003',
  rest: '\ue004',
} as const;
export const ANY_MARK = /[\ue000-\ue004]/g;

/** What is ours and no feed's: colours, typefaces and widths, as the view computes them. */
const OF_THE_LOOK = /^\s*look\.(?:logo\.width|(?!logo\b)\w+(?:\.\w+)*)\s*$/;

export interface TemplateVariant {
  text: string;
  /** What stands between the braces of an output of the look, by its offset. */
  looks: Map<number, string>;
}

const BRANCHING = ['if', 'unless', 'case', 'for'];
const NEXT_BRANCH = ['elsif', 'else', 'when'];
/** What stands in these is not put out where it stands. */
const UNSEEN = ['comment', 'capture'];
/** Enough for any template; each costs a compilation. */
const MOST_VARIANTS = 6;

export function topLevelTokens(source: string): TopLevelToken[] {
  return new Tokenizer(source).readTopLevelTokens();
}

/** `content` is what stands between the braces. */
type OutputToken = TopLevelToken & { content: string };

export const isTag = (token: TopLevelToken): token is TagToken => token.kind === TokenKind.Tag;
export const isOutput = (token: TopLevelToken): token is OutputToken => token.kind === TokenKind.Output;

/** @param source - which Liquid can parse */
export function templateVariants(source: string): TemplateVariant[] {
  const tokens = topLevelTokens(source);
  const branches = branchesOf(tokens);
  const most = Math.max(1, ...[...branches.values()].map(({ count }) => count));
  return Array.from({ length: Math.min(most, MOST_VARIANTS) }, (_, which) => variant(source, tokens, branches, which));
}

interface Branching {
  /** How many ways it can go; without an `else` one of them is empty. */
  count: number;
  /** In which of them a token stands, by token. */
  within: Map<TopLevelToken, number>;
}

/** By the tag that opens the alternatives. */
function branchesOf(tokens: TopLevelToken[]): Map<TagToken, Branching> {
  const found = new Map<TagToken, Branching>();
  const open: { tag: TagToken; branch: number; hasElse: boolean; branching: Branching }[] = [];
  for (const token of tokens) {
    const inner = open.at(-1);
    const name = isTag(token) ? token.name : '';
    if (isTag(token) && BRANCHING.includes(name)) {
      note(open, token);
      // What stands before the first `when` is never shown.
      const branch = name === 'case' ? -1 : 0;
      open.push({ tag: token, branch, hasElse: false, branching: { count: 1, within: new Map() } });
    } else if (inner && NEXT_BRANCH.includes(name)) {
      inner.branch += 1;
      inner.hasElse ||= name === 'else';
    } else if (inner && name === `end${inner.tag.name}`) {
      open.pop();
      const isAlwaysSome = inner.hasElse || inner.tag.name === 'for';
      found.set(inner.tag, { ...inner.branching, count: inner.branch + (isAlwaysSome ? 1 : 2) });
    } else note(open, token);
  }
  return found;
}

function note(open: { branch: number; branching: Branching }[], token: TopLevelToken): void {
  for (const { branch, branching } of open) branching.within.set(token, branch);
}

function variant(
  source: string,
  tokens: TopLevelToken[],
  branches: Map<TagToken, Branching>,
  which: number,
): TemplateVariant {
  const isShown = (token: TopLevelToken) =>
    [...branches.values()].every(({ count, within }) => {
      const branch = within.get(token);
      return branch === undefined || branch === Math.min(which, count - 1);
    });
  const looks = new Map<number, string>();
  let unseenUntil: string | undefined;
  const text = tokens.map((token) => {
    const written = source.slice(token.begin, token.end);
    if (isTag(token) && UNSEEN.includes(token.name)) unseenUntil ??= `end${token.name}`;
    if (isTag(token) && token.name === unseenUntil) unseenUntil = undefined;
    if (unseenUntil || !isShown(token)) return blanked(written, ' ');
    if (isOutput(token) && OF_THE_LOOK.test(token.content)) looks.set(token.begin, token.content.trim());
    return isTag(token) || isOutput(token) ? blanked(written, markOf(token)) : written.replace(ANY_MARK, ' ');
  });
  return { text: text.join(''), looks };
}

function markOf(token: TagToken | OutputToken): string {
  if (!isTag(token)) return OF_THE_LOOK.test(token.content) ? STANDS_FOR.look : STANDS_FOR.content;
  if (token.name === 'render') return STANDS_FOR.part;
  return /^(?:end)?only$/.test(token.name) ? STANDS_FOR.only : ' ';
}

/** As long as before, with its line breaks. */
function blanked(text: string, mark: string): string {
  if (mark === ' ') return text.replace(/[^\n]/g, ' ');
  return mark + text.slice(1).replace(/[^\n]/g, STANDS_FOR.rest);
}
