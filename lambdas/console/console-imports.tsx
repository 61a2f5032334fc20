import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Import } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { allowUploads, importOf, mayHandleLists, wayUpFromImport } from './console-imports-input.tsx';
import { LIMITS } from './console-imports-upload.tsx';
import { formOf } from './console-input.ts';
import { decisionIn, problemOf, startingWith, type TypedDecision } from './import-decision.ts';
import { reportFile } from './import-report-file.ts';
import { ImportMappingPage } from './page-import-mapping.tsx';
import { importHome } from './page-import-parts.tsx';
import { ImportProgressPage } from './page-import-progress.tsx';
import { ImportDonePage, ImportEndedPage, ImportTriedPage } from './page-import-result.tsx';
import { UnfinishedUploadPage } from './page-imports.tsx';
import { REFRESH_SECONDS } from './waiting.ts';

/** A hundred thousand lines are done long before; then one looks less often. Nobody notes how long the upload took. */
const PATIENCE_MS = { reading: 60 * 60_000, running: 15 * 60_000 };
const LATE_REFRESH_SECONDS = 30;

const reportQuery = z.object({ part: z.coerce.number().int().min(1).catch(1) });

interface Found {
  publication: Publication;
  current: Import;
}

/** A list of people on its way in, after its file has come: read, decided, tried, imported. */
export function importRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get('/publications/:publication/subscribers/imports/:import', mayHandleLists, async (context) =>
    importPage(context, await importOf(context, deps), deps),
  );

  routes.post('/publications/:publication/subscribers/imports/:import/decide', mayHandleLists, async (context) => {
    const found = await importOf(context, deps);
    const form = await formOf(context);
    const decision = decisionIn(form, found.current);
    // A decision that came too late finds the page of what has become of the import.
    if (found.current.state !== 'ready') return context.redirect(addressOf(found), 303);
    const problem = problemOf(decision, context.get('words'));
    if (problem) return mappingPage(context, found, deps, { decision, problem });
    const dryRun = form.text('do') !== 'import';
    const which = { publicationId: found.publication.id, importId: found.current.id };
    try {
      await deps.imports.decide({ ...which, ...decision, dryRun, by: context.get('session').subject });
    } catch (error) {
      if (!(error instanceof RundbriefError) || error.fault !== 'invalid') throw error;
      return mappingPage(context, found, deps, { decision, problem: context.get('words').said(error.message) });
    }
    return context.redirect(addressOf(found), 303);
  });

  routes.post('/publications/:publication/subscribers/imports/:import/cancel', mayHandleLists, async (context) => {
    const found = await importOf(context, deps);
    const which = { publicationId: found.publication.id, importId: found.current.id };
    // What is done shows itself as done.
    if (found.current.state !== 'done') await deps.imports.cancel(which);
    return context.redirect(addressOf(found), 303);
  });

  routes.get('/publications/:publication/subscribers/imports/:import/report.csv', mayHandleLists, async (context) => {
    const { publication, current } = await importOf(context, deps);
    const { part } = reportQuery.parse(context.req.query());
    const lines = await deps.imports.report({ publicationId: publication.id, importId: current.id, part });
    const name = `import-${publication.id}-${current.id}${current.reportParts > 1 ? `-${part}` : ''}.csv`;
    return context.body(reportFile(lines, context.get('words'), { isFirst: part === 1 }), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    });
  });

  return routes;
}

const addressOf = ({ publication, current }: Found) => `${importHome(publication.id)}/imports/${current.id}`;

/** What the import is waiting for is what its page shows. */
function importPage(context: Context<ConsoleEnv>, found: Found, deps: ConsoleDeps) {
  const { current } = found;
  if (current.state === 'uploading') return unfinishedPage(context, found);
  if (current.state === 'reading' || current.state === 'running') return progressPage(context, found, deps);
  if (current.state === 'ready') return mappingPage(context, found, deps);
  const words = context.get('words');
  const Page = current.state === 'done' ? ImportDonePage : ImportEndedPage;
  return showImport(context, found, { content: <Page {...{ words, ...found }} /> });
}

function unfinishedPage(context: Context<ConsoleEnv>, found: Found) {
  const words = context.get('words');
  const content = <UnfinishedUploadPage {...{ words, limits: LIMITS, ...found }} />;
  return showImport(allowUploads(context), found, { content, hasScript: true });
}

function progressPage(context: Context<ConsoleEnv>, found: Found, { now }: ConsoleDeps) {
  const { state, beganAt, decidedAt = beganAt } = found.current;
  const since = state === 'running' ? decidedAt : beganAt;
  const isLate = now().getTime() - since.getTime() > PATIENCE_MS[state === 'running' ? 'running' : 'reading'];
  return showImport(context, found, {
    refreshSeconds: isLate ? LATE_REFRESH_SECONDS : REFRESH_SECONDS,
    content: <ImportProgressPage {...{ words: context.get('words'), isLate, ...found }} />,
  });
}

async function mappingPage(
  context: Context<ConsoleEnv>,
  found: Found,
  deps: ConsoleDeps,
  answer: { decision?: TypedDecision; problem?: string } = {},
) {
  const { publication, current } = found;
  const preview = await deps.imports.preview({ publicationId: publication.id, importId: current.id });
  const { decision = startingWith(current), problem } = answer;
  const Page = current.triedAt && !problem ? ImportTriedPage : ImportMappingPage;
  return showImport(context, found, {
    status: problem ? 400 : 200,
    content: <Page {...{ words: context.get('words'), publication, current, preview, decision, problem }} />,
  });
}

function showImport(
  context: Context<ConsoleEnv>,
  { publication }: Found,
  page: Omit<Parameters<typeof show>[1], 'title'>,
) {
  const { title } = context.get('words').importing;
  return show(context, { title, crumbs: wayUpFromImport(context, publication), ...page });
}
