/** What else is to be fetched for a source because of what its document said. */
import type { Publication, Source } from '../domain/publication.ts';
import type { PollMessage } from '../publications/index.ts';

type Errand = Pick<PollMessage, 'url' | 'articleId' | 'depth'> & { purpose: Exclude<PollMessage['purpose'], 'source'> };

/** @param pollId - of the poll that led to it: the same document leads to the same errands, however often it is read */
export function errand(
  wish: Errand,
  { pollId, source, publication }: { pollId: string; source: Source; publication: Publication },
): PollMessage {
  const { publicationId, id: sourceId, kind } = source;
  const { subscribers } = publication;
  return {
    ...{ pollId, publicationId, sourceId, kind },
    ...(subscribers === undefined ? {} : { subscribers }),
    ...wish,
    reportAlways: true,
  };
}
