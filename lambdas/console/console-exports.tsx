import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { EXPORT_DIALECTS, SHARDS } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import { log } from '../platform/log.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { mayHandleLists } from './console-imports-input.tsx';
import { publicationOf } from './console-input.ts';
import { wayUpFromPeople } from './console-people.tsx';
import { isKey } from './keys.ts';
import { ExportsPage } from './page-exports.tsx';

const choice = z.object({
  segment: z.string().refine(isKey).optional().catch(undefined),
  dialect: z.enum(EXPORT_DIALECTS).optional().catch(undefined),
});
const piece = choice.extend({
  part: z.coerce.number().int().min(1),
  parts: z.coerce.number().int().min(1).max(SHARDS),
});

/** Everybody as a table. Nothing is kept for it: each file is made while it is sent. */
export function exportRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get('/publications/:publication/subscribers/export', mayHandleLists, async (context) => {
    const words = context.get('words');
    const publication = await publicationOf(context, deps);
    const { dialect = words.language === 'de' ? 'excel' : 'comma', ...chosen } = choice.parse(context.req.query());
    const [segments, segment] = await Promise.all([
      deps.segments.list(publication.id),
      segmentOf(publication, chosen.segment, deps),
    ]);
    const plan = await deps.planExport({ publicationId: publication.id, segment: segment?.filter });
    return show(context, {
      title: words.exporting.title,
      crumbs: wayUpFromPeople(context, publication),
      content: <ExportsPage {...{ words, publication, segments, segment, dialect, plan }} />,
    });
  });

  routes.get('/publications/:publication/subscribers/export.csv', mayHandleLists, async (context) => {
    const publication = await publicationOf(context, deps);
    const asked = piece.safeParse(context.req.query());
    if (!asked.success || asked.data.part > asked.data.parts) throw new RundbriefError('not-found', '');
    const { part, parts, dialect = 'comma' } = asked.data;
    const segment = await segmentOf(publication, asked.data.segment, deps);
    const fields = context.req.queries('field');
    const wish = { part, parts, dialect, isFile: true, segment: segment?.filter, fields };
    const text = await deps.exportPart(publication, wish);
    const editor = context.get('session').subject;
    log.info('Subscribers are exported from the console', { publicationId: publication.id, part, parts, editor });
    return context.body(text, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName(context, publication, { part, parts, segment }, deps)}"`,
    });
  });

  return routes;
}

/** @throws RundbriefError `not-found` for one that was removed since */
async function segmentOf({ id }: Publication, segmentId: string | undefined, deps: ConsoleDeps) {
  if (!segmentId) return undefined;
  const segment = await deps.segments.find(id, segmentId);
  if (!segment) throw new RundbriefError('not-found', '');
  return segment;
}

/** `ruhr-abonnenten-2026-03-02-teil-1-von-3.csv` */
function fileName(
  context: Context<ConsoleEnv>,
  { id }: Publication,
  { part, parts, segment }: { part: number; parts: number; segment?: Segment },
  { now }: ConsoleDeps,
): string {
  const { subscribers, partOf } = context.get('words').exporting.fileName;
  const which = parts > 1 ? [partOf(part, parts)] : [];
  return [id, subscribers, ...(segment ? [segment.id] : []), now().toISOString().slice(0, 10), ...which]
    .join('-')
    .concat('.csv');
}
