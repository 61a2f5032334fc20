import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import { newSource } from './new-source.ts';
import type { Sources } from './sources.ts';

const ID = 'editors';
const TITLES = { de: 'Redaktion', en: 'Editors' };

/**
 * Where the articles are that editors write themselves; made when first asked for.
 *
 * @throws RundbriefError `conflict` when a publication file has given the id to a source of another kind
 */
export async function editorSource(
  { id: publicationId, siteUrl, language }: Publication,
  { sources, now }: { sources: Pick<Sources, 'find' | 'add'>; now: () => Date },
): Promise<Source> {
  const wish = { publicationId, id: ID, kind: 'editor', url: siteUrl, title: TITLES[language] } as const;
  const source = (await sources.find(publicationId, ID)) ?? (await sources.add(newSource(wish, now())));
  if (source.kind === 'editor') return source;
  throw new RundbriefError(
    'conflict',
    `The source "${ID}" is of the kind ${source.kind}; give it another id to write articles of your own`,
  );
}
