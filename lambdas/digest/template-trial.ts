/** One rendering of a template, of which each place is known by the template's line that made it. */
import { type Liquid, TokenKind } from 'liquidjs';
import { topLevelTokens } from './template-variants.ts';

const NOTE = /\ue000(\d+)\ue001/g;

export interface Trial {
  mjml: string;
  /** The template's line behind an offset in the MJML. */
  lineAt: (at: number) => number;
  /** The same by a line of the MJML, from 1. */
  lineOf: (line: number) => number;
}

/** @throws LiquidError with the place in the template, or in a part of ours */
export function tryTemplate(source: string, view: object, engine: Liquid): Trial {
  const render = (text: string): string => engine.parseAndRenderSync(text, {}, { globals: view });
  // First without notes: what goes wrong names the place that its author sees.
  render(source);
  return withoutNotes(render(withNotes(source)));
}

/** Says behind each line break which line begins there; what Liquid itself reads stays as it is. */
function withNotes(source: string): string {
  let line = 1;
  return topLevelTokens(source)
    .map(({ kind, begin, end }) =>
      source.slice(begin, end).replace(/\n/g, () => {
        line += 1;
        return kind === TokenKind.HTML ? `\n\ue000${line}\ue001` : '\n';
      }),
    )
    .join('');
}

function withoutNotes(noted: string): Trial {
  const begins: { at: number; line: number }[] = [];
  const lineStarts = [0];
  let mjml = '';
  noted.split(NOTE).forEach((part, index) => {
    // Splitting by a pattern with one group gives text, group, text, group, …
    if (index % 2 === 1) begins.push({ at: mjml.length, line: Number(part) });
    else mjml += part;
  });
  for (const { index } of mjml.matchAll(/\n/g)) lineStarts.push(index + 1);
  const lineAt = (at: number) => begins.findLast((one) => one.at <= at)?.line ?? 1;
  return { mjml, lineAt, lineOf: (line) => lineAt((lineStarts[line] ?? mjml.length + 1) - 1) };
}
