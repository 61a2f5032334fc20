import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { type Import, MOST_BYTES, PART_BYTES } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { STATUS_OF_FAULT } from '../platform/http.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { allowUploads, importOf, mayHandleLists } from './console-imports-input.tsx';
import { publicationOf } from './console-input.ts';
import { wayUpFromPeople } from './console-people.tsx';
import { isKey } from './keys.ts';
import { importHome, showBytes } from './page-import-parts.tsx';
import { ImportsPage } from './page-imports.tsx';
import type { Words } from './words.ts';

const SHOWN_IMPORTS = 20;
/** `plainBytes` go in one form, which is a request of a function like any other. */
export const LIMITS = { plainBytes: PART_BYTES, mostBytes: MOST_BYTES, pieceBytes: 3_000_000 };

/** What surrounds a file in a form. */
const ENVELOPE_BYTES = 20_000;

/** A file that is too large for one form is not read, and the page says what to do. */
export const limitUpload = bodyLimit({
  maxSize: LIMITS.plainBytes + ENVELOPE_BYTES,
  onError: ({ req, redirect }) => redirect(`${new URL(req.url).pathname}?too=large`, 303),
});

const announced = z.object({ name: z.string().min(1).max(300), size: z.coerce.number().int().min(0) });
const pieceNumber = z.coerce.number().int().min(1);

/** A file on its way to us: in one form, or announced and sent in pieces by the script of the page. */
export function uploadRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get('/publications/:publication/subscribers/import', mayHandleLists, async (context) => {
    const problem =
      context.req.query('too') === 'large' ? tooLarge(LIMITS.plainBytes, context.get('words')) : undefined;
    return choosePage(context, await publicationOf(context, deps), deps, problem);
  });

  routes.post('/publications/:publication/subscribers/import', mayHandleLists, async (context) => {
    const publication = await publicationOf(context, deps);
    return isScript(context) ? announce(context, publication, deps) : takeWhole(context, publication, deps);
  });

  routes.post('/publications/:publication/subscribers/imports/:import/parts/:n', mayHandleLists, async (context) => {
    const { id: publicationId } = await publicationOf(context, deps);
    const importId = context.req.param('import') ?? '';
    const n = pieceNumber.safeParse(context.req.param('n'));
    if (!isKey(importId) || !n.success) throw new RundbriefError('not-found', '');
    try {
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      await deps.imports.takePart({ publicationId, importId, part: n.data, bytes });
      return context.body(null, 204);
    } catch (error) {
      return answerScript(context, error);
    }
  });

  routes.post('/publications/:publication/subscribers/imports/:import/end', mayHandleLists, async (context) => {
    const { publication, current } = await importOf(context, deps);
    await deps.imports.endUpload({ publicationId: publication.id, importId: current.id });
    return context.redirect(`${importHome(publication.id)}/imports/${current.id}`, 303);
  });

  return routes;
}

const isScript = (context: Context) => context.req.header('accept') === 'application/json';

/** The script says what will come, and is told where to. */
async function announce(context: Context<ConsoleEnv>, publication: Publication, deps: ConsoleDeps) {
  try {
    const { name, size } = announced.parse(await context.req.parseBody());
    const begun = await begin(context, publication, { name, size, most: LIMITS.mostBytes }, deps);
    if (typeof begun === 'string') return context.json({ problem: begun }, 400);
    return context.json({ home: `${importHome(publication.id)}/imports/${begun.id}` }, 201);
  } catch (error) {
    return answerScript(context, error);
  }
}

/** Without the script the form brings the file itself. */
async function takeWhole(context: Context<ConsoleEnv>, publication: Publication, deps: ConsoleDeps) {
  const { importing } = context.get('words');
  const { file } = await context.req.parseBody();
  if (!(file instanceof File) || file.name === '') {
    return choosePage(context, publication, deps, importing.noFile);
  }
  const begun = await begin(context, publication, { name: file.name, size: file.size, most: LIMITS.plainBytes }, deps);
  if (typeof begun === 'string') return choosePage(context, publication, deps, begun);
  const which = { publicationId: publication.id, importId: begun.id };
  await deps.imports.takePart({ ...which, part: 1, bytes: new Uint8Array(await file.arrayBuffer()) });
  await deps.imports.endUpload(which);
  return context.redirect(`${importHome(publication.id)}/imports/${begun.id}`, 303);
}

/** @returns the import, or what is wrong with the file, in words */
async function begin(
  context: Context<ConsoleEnv>,
  { id: publicationId }: Publication,
  { name, size, most }: { name: string; size: number; most: number },
  deps: ConsoleDeps,
): Promise<Import | string> {
  const words = context.get('words');
  if (size === 0) return words.importing.problems['empty-file'];
  if (size > most) return tooLarge(most, words);
  return deps.imports.begin({ publicationId, fileName: name, bytes: size, by: context.get('session').subject });
}

function tooLarge(most: number, words: Words): string {
  const { importing } = words;
  return (most === LIMITS.plainBytes ? importing.tooLargePlain : importing.tooLarge)(showBytes(most, words));
}

function answerScript(context: Context<ConsoleEnv>, error: unknown) {
  if (!(error instanceof RundbriefError)) throw error;
  const words = context.get('words');
  const problem = error.message ? words.said(error.message) : words.notFound;
  return new Response(JSON.stringify({ problem }), {
    status: STATUS_OF_FAULT[error.fault],
    headers: { 'content-type': 'application/json' },
  });
}

async function choosePage(context: Context<ConsoleEnv>, publication: Publication, deps: ConsoleDeps, problem?: string) {
  const words = context.get('words');
  const imports = (await deps.imports.list(publication.id)).slice(0, SHOWN_IMPORTS);
  return show(allowUploads(context), {
    title: words.importing.title,
    status: problem ? 400 : 200,
    crumbs: wayUpFromPeople(context, publication),
    hasScript: true,
    content: <ImportsPage {...{ words, publication, limits: LIMITS, imports, problem }} />,
  });
}
