import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { COLUMN_MEANINGS, MOST_BYTES, reportCsv } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import { answeredSubscriberImport } from './answered-lists.ts';
import type { SubscriberImportAnswer } from './answers-lists.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, publicationOf, queryOf, shown } from './api-input.ts';
import { isKey } from './keys.ts';

/** Imports and the parts of their files, whose bodies may be larger than others. */
export const PART_PATH = /\/imports\/[^/]+\/parts\/[^/]+$/;

const BY = 'api';
const beginning = z.strictObject({
  fileName: z.string().trim().min(1).max(400),
  bytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});
const meaning = z.union([z.enum(COLUMN_MEANINGS), z.templateLiteral([z.literal('field:'), z.string().max(60)])], {
  error: `one of ${COLUMN_MEANINGS.join(', ')}, field:NAME or null`,
});
const deciding = z.strictObject({
  mapping: z.array(meaning.nullable(), { error: 'an entry for each column of the file' }).max(1000),
  provenance: z.string({ error: 'say where these people have said yes' }).max(10_000),
  dryRun: z.boolean().default(false),
});
const piece = z.object({ part: z.coerce.number().int().min(1).default(1) });
const ONE = '/:publication/imports/:import';

/** Lists of people on their way in. A file goes up in parts; what it holds is decided on afterwards. */
export function importRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();
  const { imports } = deps;

  routes.get('/:publication/imports', async (context) => {
    const { id } = await publicationOf(context, deps);
    const all = (await imports.list(id)).map(answeredSubscriberImport);
    return context.json({ imports: all } satisfies { imports: SubscriberImportAnswer[] });
  });

  routes.post('/:publication/imports', async (context) => {
    const { id: publicationId } = await publicationOf(context, deps);
    const { fileName, bytes } = await jsonOf(context, beginning);
    const begun = await imports.begin({ publicationId, fileName, bytes: Math.min(bytes, MOST_BYTES + 1), by: BY });
    return context.json(answeredSubscriberImport(begun), 201);
  });

  routes.get(ONE, async (context) => {
    const which = await whichImport(context, deps);
    const [found, preview] = await Promise.all([imports.find(which), imports.preview(which)]);
    return context.json({ ...answeredSubscriberImport(found), preview });
  });

  routes.put(`${ONE}/parts/:part`, async (context) => {
    const which = await whichImport(context, deps);
    const part = Number(context.req.param('part'));
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    return context.json(answeredSubscriberImport(await imports.takePart({ ...which, part, bytes })));
  });

  routes.post(`${ONE}/upload-ended`, async (context) =>
    context.json(answeredSubscriberImport(await imports.endUpload(await whichImport(context, deps))), 202),
  );

  routes.post(`${ONE}/decision`, async (context) => {
    const which = await whichImport(context, deps);
    const decision = await jsonOf(context, deciding);
    return context.json(answeredSubscriberImport(await imports.decide({ ...which, ...decision, by: BY })), 202);
  });

  routes.delete(ONE, async (context) =>
    context.json(answeredSubscriberImport(await imports.cancel(await whichImport(context, deps)))),
  );

  routes.get(`${ONE}/report.csv`, async (context) => {
    const which = await whichImport(context, deps);
    const { part } = queryOf(context, piece);
    const csv = reportCsv(await imports.report({ ...which, part }), { isFirst: part === 1 });
    return context.body(csv, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${which.publicationId}-import-${which.importId}.csv"`,
    });
  });

  return routes;
}

/** @throws RundbriefError `not-found` with the name of what is not there */
async function whichImport(context: Context, deps: ApiDeps) {
  const { id: publicationId } = await publicationOf(context, deps);
  const importId = context.req.param('import') ?? '';
  if (isKey(importId)) return { publicationId, importId };
  throw new RundbriefError('not-found', `The publication "${publicationId}" has no import "${shown(importId)}"`);
}
