import type { Context } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import type { ApiDeps } from './api-deps.ts';
import { InputError } from './api-failures.ts';
import { isKey } from './keys.ts';

/**
 * The publication a route is about.
 *
 * @throws RundbriefError `not-found` with its name
 */
export async function publicationOf(
  context: Context,
  { publications }: Pick<ApiDeps, 'publications'>,
): Promise<Publication> {
  const id = context.req.param('publication') ?? '';
  const publication = isKey(id) ? await publications.find(id) : undefined;
  if (!publication) throw new RundbriefError('not-found', `There is no publication "${shown(id)}"`);
  return publication;
}

/**
 * The source of a publication that a route is about.
 *
 * @throws RundbriefError `not-found` with its name
 */
export async function sourceOf(
  context: Context,
  publicationId: string,
  deps: Pick<ApiDeps, 'sources'>,
): Promise<Source> {
  return sourceNamed(context.req.param('source') ?? '', publicationId, deps);
}

/** @throws RundbriefError `not-found` with its name */
export async function sourceNamed(
  id: string,
  publicationId: string,
  { sources }: Pick<ApiDeps, 'sources'>,
): Promise<Source> {
  const source = isKey(id) ? await sources.find(publicationId, id) : undefined;
  if (!source) throw new RundbriefError('not-found', `The publication "${publicationId}" has no source "${shown(id)}"`);
  return source;
}

/** @throws RundbriefError `not-found` with its name */
export async function segmentNamed(
  id: string,
  publicationId: string,
  { segments }: Pick<ApiDeps, 'segments'>,
): Promise<Segment> {
  const segment = isKey(id) ? await segments.find(publicationId, id) : undefined;
  if (segment) return segment;
  throw new RundbriefError('not-found', `The publication "${publicationId}" has no segment "${shown(id)}"`);
}

/** @throws RundbriefError `invalid` naming the topics the publication does not have, and those it has */
export function refuseUnknownTopics(wanted: string[] = [], topics: { id: string }[]): void {
  const known = topics.map(({ id }) => id);
  const unknown = [...new Set(wanted)].filter((topic) => !known.includes(topic));
  if (unknown.length === 0) return;
  const offer = known.length ? `it has: ${known.join(', ')}` : 'it has none';
  throw new RundbriefError('invalid', `The publication has no topic "${unknown.map(shown).join('", "')}"; ${offer}`);
}

/** The token or key of `Authorization: Bearer …`. */
export function bearerOf(context: Context): string | undefined {
  return /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
}

/** What someone typed, short enough to be repeated to them. */
export function shown(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** @throws RundbriefError `invalid` when the body is no JSON or does not fit */
export async function jsonOf<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await context.req.text();
  let body: unknown;
  try {
    // An empty body asks for nothing in particular.
    body = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw new RundbriefError('invalid', 'The body is no JSON');
  }
  return fitting(body, schema);
}

/** @throws RundbriefError `invalid` naming the parameters that do not fit */
export function queryOf<T>(context: Context, schema: z.ZodType<T>): T {
  return fitting(context.req.query(), schema);
}

export const pageSize = (standard: number) => z.coerce.number().int().min(1).max(1000).default(standard);

/** @throws RundbriefError `invalid` naming every field that does not fit */
export function fitting<T>(value: unknown, schema: z.ZodType<T>): T {
  const read = schema.safeParse(value);
  if (!read.success) throw new InputError(read.error);
  return read.data;
}
