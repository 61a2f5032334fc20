import type { Context } from 'hono';
import type { Import } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { publicationOf } from './console-input.ts';
import { wayUpFromPeople } from './console-people.tsx';
import { isKey } from './keys.ts';
import { Message } from './layout.tsx';
import { importHome } from './page-import-parts.tsx';
import { mayManagePeople } from './session.ts';

/** Whole lists come in and go out through publishers and admins; others are told whom to ask. */
export async function mayHandleLists(context: Context<ConsoleEnv>, next: () => Promise<void>) {
  if (mayManagePeople(context.get('session'))) return next();
  const words = context.get('words');
  const title = words.problems[403] ?? '';
  return show(context, {
    title,
    status: 403,
    content: <Message title={title} text={words.importing.mayNot} />,
  });
}

/** Our own script and nobody else's, and it may talk to us alone. */
const UPLOAD_POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

export function allowUploads(context: Context<ConsoleEnv>): Context<ConsoleEnv> {
  context.header('content-security-policy', UPLOAD_POLICY);
  return context;
}

/** @throws RundbriefError `not-found` */
export async function importOf(
  context: Context,
  deps: ConsoleDeps,
): Promise<{ publication: Publication; current: Import }> {
  const publication = await publicationOf(context, deps);
  const importId = context.req.param('import') ?? '';
  if (!isKey(importId)) throw new RundbriefError('not-found', '');
  return { publication, current: await deps.imports.find({ publicationId: publication.id, importId }) };
}

/** The crumbs above a page of an import. */
export function wayUpFromImport(context: Context<ConsoleEnv>, publication: Publication) {
  const { title } = context.get('words').importing;
  return [...wayUpFromPeople(context, publication), { title, href: `${importHome(publication.id)}/import` }];
}
