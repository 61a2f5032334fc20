/** What may stand where in a publication's own template; each rule answers with a sentence, or nothing. */
import type { MarkupAttribute, MarkupEvent } from './scan-markup.ts';
import { STANDS_FOR } from './template-variants.ts';

/** What a template needs for no mail that is read, and a stranger would want in one. */
const REFUSED: Record<string, string> = {
  'mj-include': 'Includes are off: write it here, or use one of the parts with {% render %}',
  script: 'Scripts are refused: no mail program runs them',
  iframe: 'Frames are refused: no mail program shows them',
  object: 'Embedded objects are refused: no mail program shows them',
  embed: 'Embedded objects are refused: no mail program shows them',
  base: '<base> is refused: it would bend every link of the mail',
  link: '<link> is refused: a mail loads no style sheets of others',
  form: 'Forms are refused: mail programs warn of them or drop them',
};
/** In these MJML passes text over, without a word. */
const HOLDS_NO_TEXT = [
  ...['mjml', 'mj-head', 'mj-attributes', 'mj-body'],
  ...['mj-wrapper', 'mj-section', 'mj-group', 'mj-column'],
];
/** Attributes in which any value may stand, since it is escaped: it can end neither them nor their tag. */
export const HOLDS_CONTENT = ['href', 'src', 'alt', 'title', 'lang', 'dir', 'aria-label', 'id', 'name', 'datetime'];
const NOT_IN_RAW = 'Values may not stand in mj-raw: use mj-text, which is HTML as well';

const NAME_AS_IT_IS = 'The name of a tag must stand there as it is';

const OUTPUT = new RegExp(`[${STANDS_FOR.content}${STANDS_FOR.look}]`);
const CONTENT = new RegExp(STANDS_FOR.content);
const PART_OR_ONLY = new RegExp(`[${STANDS_FOR.part}${STANDS_FOR.only}]`);
const LIQUID = new RegExp(`[${Object.values(STANDS_FOR).join('')}]`);
const LIQUID_AS_TAG = new RegExp(`<[${Object.values(STANDS_FOR).join('')}]`);
const SEEN = new RegExp(`[^\\s${STANDS_FOR.part}${STANDS_FOR.only}${STANDS_FOR.rest}]`);

export type OpenTag = Extract<MarkupEvent, { kind: 'open' }>;
/** `at`: where in the text it is about, if not at its beginning. */
export type Objection = { message: string; at?: number; isAdvice?: boolean };

export function unreadObjection(kind: 'comment' | 'style', text: string): Objection | undefined {
  const where = kind === 'style' ? 'a style sheet' : 'a comment';
  if (PART_OR_ONLY.test(text)) {
    return { message: `{% render %} and {% only %} may not stand in ${where}`, at: text.search(PART_OR_ONLY) };
  }
  const refused = kind === 'style' ? CONTENT : OUTPUT;
  if (!refused.test(text)) return undefined;
  const isStyle = kind === 'style';
  return {
    message: isStyle
      ? 'In a style sheet only colours and typefaces of look may stand'
      : `Values may not stand in ${where}`,
    at: text.search(refused),
  };
}

/** @param around - names of the elements it stands in, the outermost first; null behind the end of the document */
export function textObjection(text: string, around: string[] | null): Objection | undefined {
  if (around?.includes('mj-raw') && OUTPUT.test(text)) return { message: NOT_IN_RAW, at: text.search(OUTPUT) };
  if (LIQUID_AS_TAG.test(text)) return { message: NAME_AS_IT_IS, at: text.search(LIQUID_AS_TAG) };
  const at = text.search(SEEN);
  if (at < 0) return undefined;
  if (!around) return { message: 'Nothing may follow </mjml>', at };
  const parent = around.at(-1);
  if (parent === undefined) return { message: 'Nothing may stand before <mjml>', at };
  return HOLDS_NO_TEXT.includes(parent)
    ? { message: `Text in ${parent} is not shown: put it into mj-text`, at }
    : undefined;
}

export function tagObjection({ name, isSelfClosed }: OpenTag, isVoid: boolean): Objection | undefined {
  if (LIQUID.test(name)) return { message: NAME_AS_IT_IS };
  const message = REFUSED[name.toLowerCase()];
  if (message) return { message };
  if (name === 'mj-font') {
    return { message: 'Typefaces of others tell their host who opens the mail: better without', isAdvice: true };
  }
  const isOurs = /^(?:mj-|mjml$)/.test(name);
  return isSelfClosed && !isOurs && !isVoid
    ? { message: `<${name} /> closes nothing in HTML: write <${name}></${name}>` }
    : undefined;
}

export function attributeObjection(
  { name, value, isQuoted }: MarkupAttribute,
  tag: OpenTag,
  around: string[],
): Objection | undefined {
  if (LIQUID.test(name)) return { message: 'The name of an attribute must stand there as it is' };
  const isHandler = /^on/i.test(name) || (tag.name === 'mj-html-attribute' && name === 'name' && /^on/i.test(value));
  if (isHandler) return { message: `${name} is refused: no mail program runs scripts` };
  const [, scheme] = /^\s*(javascript|data|vbscript):/i.exec(value) ?? [];
  if (scheme) return { message: `${name} must not begin with ${scheme}:` };
  if (PART_OR_ONLY.test(value)) return { message: '{% render %} and {% only %} may not stand in an attribute' };
  if (!OUTPUT.test(value)) return undefined;
  if (!isQuoted) return { message: `The value of ${name} needs quotation marks around it` };
  if (around.includes('mj-raw')) return { message: NOT_IN_RAW };
  return CONTENT.test(value) && !HOLDS_CONTENT.includes(name.toLowerCase())
    ? { message: `In ${name} only colours, typefaces and widths of look may stand` }
    : undefined;
}
