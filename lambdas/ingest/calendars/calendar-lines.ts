/**
 * iCalendar text (RFC 5545) → components: folded lines joined, names and parameters apart from values. One pass over the
 * lines; what is no property is passed over.
 */
import { RundbriefError } from '../../domain/errors.ts';

export interface CalendarProperty {
  /** In capitals, as are the names of parameters. */
  parameters: Record<string, string>;
  /** As written, with its escapes. */
  value: string;
}

export interface CalendarComponent {
  /** `VEVENT`, `VTIMEZONE` … */
  name: string;
  properties: Map<string, CalendarProperty[]>;
  components: CalendarComponent[];
}

/** A description is longer than any other line; this is a book. */
const MAX_LINE = 200_000;
const MAX_DEPTH = 4;
const MAX_EVENTS = 50_000;

/** @throws RundbriefError `invalid` when this is no calendar */
export function readComponents(text: string): CalendarComponent {
  const root: CalendarComponent = component('');
  const open = [root];
  let ignored = 0;
  for (const line of unfolded(text)) {
    const property = propertyIn(line);
    if (!property) continue;
    const { name, parameters } = property;
    const value = property.value.trim().toUpperCase();
    if (name === 'BEGIN') {
      if (open.length > MAX_DEPTH || (open.at(-1)?.components.length ?? 0) >= MAX_EVENTS) ignored += 1;
      else if (ignored > 0) ignored += 1;
      else open.push(begun(value, open));
    } else if (name === 'END') {
      if (ignored > 0) ignored -= 1;
      else if (open.length > 1 && open.at(-1)?.name === value) open.pop();
    } else if (ignored === 0) {
      add(open.at(-1) ?? root, name, { parameters, value: property.value });
    }
  }
  const calendar = root.components.find(({ name }) => name === 'VCALENDAR');
  if (!calendar) throw new RundbriefError('invalid', 'The document is not a calendar: it has no BEGIN:VCALENDAR');
  return calendar;
}

export function firstOf({ properties }: CalendarComponent, name: string): CalendarProperty | undefined {
  return properties.get(name)?.find(({ value }) => value.trim());
}

export function allOf({ properties }: CalendarComponent, name: string): CalendarProperty[] {
  return properties.get(name) ?? [];
}

/** The text of a value whose commas, semicolons, backslashes and line breaks are escaped. */
export function textOfValue(value: string): string {
  return value.includes('\\')
    ? value.replace(/\\([\\;,nN])/g, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped))
    : value;
}

/** A list of texts, cut at commas that are not escaped. */
export function textsOfValue(value: string): string[] {
  return value
    .replace(/\\.|,/gs, (found) => (found === ',' ? '\u0000' : found))
    .split('\u0000')
    .map((text) => textOfValue(text).trim())
    .filter(Boolean);
}

function* unfolded(text: string): Generator<string> {
  let line = '';
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const physical = text.slice(at, text[end - 1] === '\r' && end > at ? end - 1 : end);
    at = end + 1;
    if (/^[ \t]/.test(physical)) {
      if (line.length < MAX_LINE) line += physical.slice(1, MAX_LINE);
      continue;
    }
    if (line) yield line;
    line = physical.slice(0, MAX_LINE);
  }
  if (line) yield line;
}

const NAME = /^[A-Za-z0-9-]{1,60}(?=[:;])/;
const PARAMETER = /;([A-Za-z0-9-]{1,60})=("[^"]*"|[^":;]*)/y;

function propertyIn(line: string): (CalendarProperty & { name: string }) | undefined {
  const name = NAME.exec(line)?.[0];
  if (!name) return undefined;
  const parameters: Record<string, string> = Object.create(null);
  PARAMETER.lastIndex = name.length;
  let at = name.length;
  for (let match = PARAMETER.exec(line); match; match = PARAMETER.exec(line)) {
    const [, key = '', value = ''] = match;
    parameters[key.toUpperCase()] = value.replace(/^"|"$/g, '');
    at = PARAMETER.lastIndex;
  }
  if (line[at] !== ':') at = line.indexOf(':', at);
  return at < 0 ? undefined : { name: name.toUpperCase(), parameters, value: line.slice(at + 1) };
}

function component(name: string): CalendarComponent {
  return { name, properties: new Map(), components: [] };
}

function begun(name: string, open: CalendarComponent[]): CalendarComponent {
  const one = component(name);
  open.at(-1)?.components.push(one);
  return one;
}

function add({ properties }: CalendarComponent, name: string, property: CalendarProperty): void {
  const held = properties.get(name);
  if (!held) properties.set(name, [property]);
  else if (held.length < 1000) held.push(property);
}
