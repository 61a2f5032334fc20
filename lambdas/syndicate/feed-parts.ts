/** Which feeds a publication has: of everything, of a topic, of an author, of its editions, of a closed part of its history. */
import type { Publication, Topic } from '../domain/publication.ts';
import { stableId } from './addresses.ts';
import { cleanLine } from './clean-text.ts';
import { WORDS } from './words.ts';

export type FeedPart =
  | { kind: 'all' }
  | { kind: 'topic'; topic: Topic }
  | { kind: 'author'; slug: string; name: string }
  | { kind: 'editions' }
  /** `2026-11`, or `2026-11-2` for the second part of a month. */
  | { kind: 'archive'; name: string };

/** Below the publication's folder; the publication's own feeds lie in it directly. */
export function folderOf(publicationId: string, part: FeedPart): string {
  const folder = `feeds/${publicationId}`;
  switch (part.kind) {
    case 'all':
      return folder;
    case 'topic':
      return `${folder}/topics/${part.topic.id}`;
    case 'author':
      return `${folder}/authors/${part.slug}`;
    case 'editions':
      return `${folder}/editions`;
    case 'archive':
      return `${folder}/archive/${part.name}`;
  }
}

/** An id for ever: of our names, not of titles. A part of the history is the publication's feed too, told further. */
export function idOf(publicationId: string, part: FeedPart): string {
  switch (part.kind) {
    case 'all':
      return stableId('feed', publicationId);
    case 'topic':
      return stableId('feed', publicationId, 'topics', part.topic.id);
    case 'author':
      return stableId('feed', publicationId, 'authors', part.slug);
    case 'editions':
      return stableId('feed', publicationId, 'editions');
    case 'archive':
      return stableId('feed', publicationId, 'archive', part.name);
  }
}

export function titleOf(publication: Publication, part: FeedPart): string {
  return cleanLine([publication.title, ownTitle(publication, part)].filter(Boolean).join(': '));
}

function ownTitle({ language }: Publication, part: FeedPart): string {
  switch (part.kind) {
    case 'all':
      return '';
    case 'topic':
      return part.topic.title;
    case 'editions':
      return WORDS[language].editionsAsFeed;
    case 'author':
    case 'archive':
      return part.name;
  }
}
