/** What Liquid says about a template, in plain words and with its place. */
import { type Liquid, LiquidError } from 'liquidjs';
import type { TemplateFault } from './template-fault.ts';
import { isOutput, isTag, topLevelTokens } from './template-variants.ts';

const TOO_MUCH: TemplateFault = {
  message: 'The template has far more tags of Liquid than any mail needs',
  isBlocking: true,
};

/** A part of ours in which a value was missing, or the template itself. */
export type PartOf = (text: string) => string | undefined;

/**
 * A failure of Liquid as a fault.
 *
 * @param partOf - name of the part that has this text; a mistake in it is one of the tag that names it
 * @throws what is no failure of Liquid
 */
export function liquidFault(error: unknown, source: string, partOf: PartOf): TemplateFault {
  // Nested more deeply than it can follow.
  if (error instanceof RangeError) return TOO_MUCH;
  if (!(error instanceof LiquidError)) throw error;
  const said = (error.originalError?.message ?? error.message).replace(/, (?:file:\S+, )?line:\d+, col:\d+$/, '');
  const part = error.token.input === source ? undefined : partOf(error.token.input);
  if (part === undefined) {
    const [line, column] = error.token.getPosition();
    return { line, column, message: inPlainWords(said), isBlocking: true };
  }
  return {
    ...firstUse(part, source),
    message: `The part "${part}" cannot be filled: ${inPlainWords(said)}`,
    isBlocking: true,
  };
}

function firstUse(part: string, source: string): { line?: number; column?: number } {
  const tag = topLevelTokens(source).find(
    (token) => isTag(token) && token.name === 'render' && partNamed(token.args) === part,
  );
  if (!tag) return {};
  const [line, column] = tag.getPosition();
  return { line, column };
}

/** Of a `{% render %}` tag. */
export const partNamed = (args: string): string | undefined => /^\s*(['"])(.*?)\1/.exec(args)?.[2];

const PLAIN: [RegExp, (found: string[]) => string][] = [
  [/^output "(.*)" not closed$/s, ([, text = '']) => `This is not closed by }}: ${beginning(text)}`],
  [/^tag "({%.*)" not closed$/s, ([, text = '']) => `This is not closed by %}: ${beginning(text)}`],
  [
    /^tag ({%-?\s*(\w+).*) not closed$/s,
    ([, text = '', name]) => `${beginning(text)} is not closed by {% end${name} %}`,
  ],
  [/^tag "(end\w+)" not found$/, ([, name]) => `{% ${name} %} closes nothing that is open`],
  [/^tag "(els(?:e|if)|when)" not found$/, ([, name]) => `{% ${name} %} stands in no tag that it belongs to`],
  [/^tag "(.*)" not found$/, ([, name]) => `There is no tag "${name}"`],
  [/^undefined filter: raw$/, () => 'The filter "raw" is refused: every value is escaped'],
  [/^undefined filter: (.*)$/, ([, name]) => `There is no filter "${name}"`],
  [/^undefined variable: (.*)$/, ([, name]) => `There is no ${name} here; ask for what may be missing by {% if %}`],
  [/^illegal tag: (.*)$/s, ([, text = '']) => `This is not understood: ${beginning(text)}`],
  [/^invalid value expression: ""$/, () => 'A value is missing here'],
  [/^ENOENT: Failed to lookup "(.*?)"/, ([, name]) => `There is no part "${name}"`],
  [/^expected "\|" before filter$/, () => 'Something is missing before this: the }} or %} that ends it, or a |'],
  [/ limit exceeded$/, () => 'The template makes far more than a mail can hold'],
];

function inPlainWords(said: string): string {
  for (const [pattern, words] of PLAIN) {
    const found = pattern.exec(said);
    if (found) return words(found);
  }
  return said.charAt(0).toUpperCase() + said.slice(1);
}

function beginning(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

/** Tags and outputs; ours have about 150. */
const MOST_TAGS = 3_000;

/** @returns undefined when Liquid can read it */
export function syntaxFault(source: string, engine: Liquid): TemplateFault | undefined {
  try {
    const tags = topLevelTokens(source).filter((token) => isTag(token) || isOutput(token));
    if (tags.length > MOST_TAGS) return TOO_MUCH;
    engine.parse(source);
    return undefined;
  } catch (error) {
    return liquidFault(error, source, () => undefined);
  }
}
