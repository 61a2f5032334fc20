/** Names that a template uses and nothing has: also where no rendering of ours comes by. */
import type { Liquid } from 'liquidjs';
import type { TemplateFault } from './template-fault.ts';
import { partNamed } from './template-liquid.ts';
import { isTag, topLevelTokens } from './template-variants.ts';

/** Nobody may give their own value a name that we look at: what is called look is trusted to be a colour. */
const OURS = 'look';
const NAMES_IN: Record<string, RegExp> = {
  assign: /^\s*(\w+)\s*=/,
  capture: /^\s*["']?(\w+)/,
  for: /^\s*(\w+)\s+in\b/,
  render: /\b(look)\s*:|\bas\s+(look)\b/,
};

/**
 * @param view - with every name there can be
 * @param parts - names of what `{% render %}` may name
 */
export function nameFaults(source: string, engine: Liquid, view: object, parts: string[]): TemplateFault[] {
  return [...unknownNames(source, engine, view), ...tagFaults(source, parts)];
}

function unknownNames(source: string, engine: Liquid, view: object): TemplateFault[] {
  const { globals } = engine.analyzeSync(engine.parse(source), { partials: false });
  return Object.values(globals)
    .flat()
    .flatMap(({ segments, location: { row: line, col: column } }) => {
      const path = segments.map((segment) => (typeof segment === 'object' ? undefined : String(segment)));
      const message = unknownIn(view, path);
      return message ? [{ line, column, message, isBlocking: true }] : [];
    });
}

/** Follows a path as far as it goes over plain records; lists, texts and what is computed answer for themselves. */
function unknownIn(view: object, path: (string | undefined)[]): string | undefined {
  let value: unknown = view;
  const walked: string[] = [];
  for (const step of path) {
    if (step === undefined || !isRecord(value)) return undefined;
    if (!Object.hasOwn(value, step)) {
      const has = Object.keys(value).join(', ');
      return walked.length > 0
        ? `${walked.join('.')} has no ${step}; it has: ${has}`
        : `There is no ${step}; there are: ${has}`;
    }
    value = value[step];
    walked.push(step);
  }
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function tagFaults(source: string, parts: string[]): TemplateFault[] {
  return topLevelTokens(source)
    .filter(isTag)
    .flatMap((tag) => {
      const [line, column] = tag.getPosition();
      const message = (tag.name === 'render' && partFault(tag.args, parts)) || ownName(tag.name, tag.args);
      return message ? [{ line, column, message, isBlocking: true }] : [];
    });
}

function partFault(args: string, parts: string[]): string | undefined {
  const name = partNamed(args);
  if (name !== undefined && parts.includes(name)) return undefined;
  const what =
    name === undefined ? '{% render %} needs the name of a part in quotation marks' : `There is no part "${name}"`;
  return `${what}; there are: ${parts.join(', ')}`;
}

function ownName(tag: string, args: string): string | undefined {
  const [, ...names] = NAMES_IN[tag]?.exec(args) ?? [];
  return names.includes(OURS) ? `${OURS} is a name of ours: call it something else` : undefined;
}
