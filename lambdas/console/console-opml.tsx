import { type Context, Hono } from 'hono';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { type OutlineResult, opmlOf } from '../publications/index.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { publicationOf, wayUp } from './console-input.ts';
import { ImportPage } from './page-import.tsx';

const MAX_FILE_BYTES = 1_000_000;

/** Sources as a file, out and in. */
export function opmlRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get('/publications/:publication/sources.opml', async (context) => {
    const publication = await publicationOf(context, deps);
    return context.body(opmlOf(publication, await deps.sources.list(publication.id)), 200, {
      'content-type': 'text/x-opml; charset=utf-8',
      'content-disposition': `attachment; filename="${publication.id}.opml"`,
    });
  });

  routes.get('/publications/:publication/import', async (context) =>
    importPage(context, await publicationOf(context, deps)),
  );

  // Importing the same file again finds everything known, so a reload of the answer does no harm.
  routes.post('/publications/:publication/import', async (context) => {
    const { opml } = context.get('words');
    const publication = await publicationOf(context, deps);
    const { opml: file } = await context.req.parseBody();
    if (!(file instanceof File) || file.size === 0) return importPage(context, publication, { problem: opml.noFile });
    if (file.size > MAX_FILE_BYTES) return importPage(context, publication, { problem: opml.tooLarge });
    try {
      const results = await deps.importSources(publication, new Uint8Array(await file.arrayBuffer()));
      return importPage(context, publication, { results });
    } catch (error) {
      if (!(error instanceof RundbriefError) || error.fault !== 'invalid') throw error;
      return importPage(context, publication, { problem: context.get('words').said(error.message) });
    }
  });

  return routes;
}

function importPage(
  context: Context<ConsoleEnv>,
  publication: Publication,
  answer: { results?: OutlineResult[]; problem?: string } = {},
) {
  const words = context.get('words');
  return show(context, {
    title: words.opml.title,
    status: answer.problem ? 400 : 200,
    crumbs: wayUp(context, publication),
    content: <ImportPage {...{ words, publication, ...answer }} />,
  });
}
