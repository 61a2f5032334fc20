/** What MJML says about a template: unknown elements, attributes that are none, elements where they may not stand. */
import mjml2html from 'mjml';
import type { TemplateFault } from './template-fault.ts';
import { STANDS_FOR, type TemplateVariant } from './template-variants.ts';

const LOOK = new RegExp(`${STANDS_FOR.look}[${STANDS_FOR.rest}\\n]*`, 'g');
const CONTENT = new RegExp(`${STANDS_FOR.content}[${STANDS_FOR.rest}\\n]*`, 'g');
const NOTHING = new RegExp(`[${Object.values(STANDS_FOR).join('')}]`, 'g');

/** @param valueOf - of an expression over the look, as it will stand there */
export async function mjmlFaults(
  { text, looks }: TemplateVariant,
  valueAt: (expression: string) => string,
): Promise<TemplateFault[]> {
  const filled = text
    .replace(LOOK, (found, at: number) => valueAt(looks.get(at) ?? '') + linesOf(found))
    .replace(CONTENT, (found) => `x${linesOf(found)}`)
    .replace(NOTHING, ' ')
    // Where a tag of Liquid stood in an attribute, blanks are left: with them it is no length and no colour.
    .replace(/="[^"\n]*"/g, (value) => value.replace(/ +/g, ' ').replace(/(?<=") | (?="$)/g, ''));
  return compileFaults(filled, (line) => line);
}

const linesOf = (text: string) => text.replace(/[^\n]/g, '');

interface MjmlError {
  line: number;
  message: string;
  tagName: string;
}

/** @param lineOf - the template's line for a line of the MJML */
export async function compileFaults(
  mjml: string,
  lineOf: (line: number) => number | undefined,
): Promise<TemplateFault[]> {
  try {
    await mjml2html(mjml, { validationLevel: 'strict', ignoreIncludes: true, minify: false, fonts: {} });
    return [];
  } catch (error) {
    const { errors, message } = error as Error & { errors?: MjmlError[] };
    if (!errors) return [{ message: `MJML cannot read it: ${message}`, isBlocking: true }];
    return errors.map((one) => ({ line: lineOf(one.line), message: inPlainWords(one), isBlocking: true }));
  }
}

function inPlainWords({ tagName, message }: MjmlError): string {
  if (/doesn't exist or is not registered/.test(message)) {
    const hint = tagName.startsWith('mj-') ? '' : ': HTML stands in mj-text, or in mj-raw';
    return `MJML knows no element <${tagName}> here${hint}`;
  }
  const [, attribute] = /^Attribute (\S+) is illegal$/.exec(message) ?? [];
  if (attribute) return `<${tagName}> knows no attribute ${attribute}`;
  const [, name, value, hint = ''] = INVALID_VALUE.exec(message) ?? [];
  if (name) return `${name} of <${tagName}> cannot be "${value}": it takes ${taken(name, hint)}`;
  const [, allowed] = /cannot be used inside [\w-]+, only inside: (.*)$/.exec(message) ?? [];
  if (allowed) return `<${tagName}> cannot stand here, only in: ${allowed.replace('mj-attributes, ', '')}`;
  return `<${tagName}>: ${message}`;
}

/** The type is the name of a class, which a bundle shortens: it says nothing. */
const INVALID_VALUE = /^Attribute (\S+) has invalid value: (.*) for type \w+(?:, only accepts (.*))?/s;

function taken(attribute: string, hint: string): string {
  if (hint.includes('units')) return `a length (${hint.replace(/.*\(([^)]*)\) units.*/s, '$1')})`;
  if (hint) return `one of ${hint.trim()}`;
  return attribute.endsWith('color') ? 'a colour' : 'true or false';
}
