/** What the console's routes are about: records named in their addresses, and the fields of their forms. */
import type { Context } from 'hono';
import type { Article } from '../domain/article.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { isKey } from './keys.ts';

/** @throws RundbriefError `not-found` */
export async function publicationOf(
  context: Context,
  { publications }: Pick<ConsoleDeps, 'publications'>,
): Promise<Publication> {
  const id = context.req.param('publication') ?? '';
  const publication = isKey(id) ? await publications.find(id) : undefined;
  if (!publication) throw new RundbriefError('not-found', '');
  return publication;
}

/** @throws RundbriefError `not-found` */
export async function sourceOf(
  context: Context,
  deps: ConsoleDeps,
): Promise<{ publication: Publication; source: Source }> {
  const publication = await publicationOf(context, deps);
  const id = context.req.param('source') ?? '';
  const source = isKey(id) ? await deps.sources.find(publication.id, id) : undefined;
  if (!source) throw new RundbriefError('not-found', '');
  return { publication, source };
}

/** @throws RundbriefError `not-found` */
export async function articleOf(
  context: Context,
  deps: ConsoleDeps,
): Promise<{ publication: Publication; article: Article }> {
  const publication = await publicationOf(context, deps);
  const id = context.req.param('article') ?? '';
  const article = isKey(id) ? await deps.articles.find(publication.id, id) : undefined;
  if (!article) throw new RundbriefError('not-found', '');
  return { publication, article };
}

/** The fields of a posted form; one that is missing reads as one that was left empty. */
export interface Form {
  /** Without blanks around it, line ends as one character. */
  text(name: string): string;
  /** All values of a name: ticked boxes. */
  all(name: string): string[];
  isTicked(name: string): boolean;
  /** The lines that say something. */
  lines(name: string): string[];
}

export async function formOf(context: Context): Promise<Form> {
  const fields = await context.req.parseBody({ all: true });
  const all = (name: string) => [fields[name] ?? []].flat().filter((value) => typeof value === 'string');
  const text = (name: string) => (all(name)[0] ?? '').replace(/\r\n?/g, '\n').trim();
  return {
    all,
    text,
    isTicked: (name) => all(name).length > 0,
    lines: (name) =>
      text(name)
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
  };
}

/** The crumbs above a page of a publication. */
export function wayUp(context: Context, publication: Publication, source?: Source) {
  const home = `/console/publications/${publication.id}`;
  return [
    { title: context.get('words').publications as string, href: '/console' },
    { title: publication.title, href: home },
    ...(source ? [{ title: source.title, href: `${home}/sources/${source.id}` }] : []),
  ];
}
