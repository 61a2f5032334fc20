import type { Outbox } from '../platform/queue.ts';
import type { CompositionMessage } from '../publications/index.ts';
import { type CompositionDeps, composeEdition } from './compose-edition.ts';
import type { EditorNewsMessage } from './editor-news.ts';

export interface ComposeAndTellDeps extends CompositionDeps {
  editorNews: Outbox<EditorNewsMessage>;
}

/** The queue has tried a composition as often as it does by then: what still stands as failed is told. */
const TRIED_AGAIN_SECONDS = 900;

/**
 * Composes, and has editors told what came of it when nobody waits for it: who asks for an edition by hand sees it.
 *
 * @throws anything that is no expected failure: the queue tries again
 */
export async function composeAndTell(request: CompositionMessage, deps: ComposeAndTellDeps): Promise<void> {
  const { publicationId, requestId, digestId, by } = request;
  const news: EditorNewsMessage = { publicationId, requestId, ...(digestId === undefined ? {} : { digestId }) };
  const isScheduled = by === 'schedule';
  const run = await composeEdition(request, deps).catch(async (error) => {
    if (isScheduled) await deps.editorNews.send(news, { delaySeconds: TRIED_AGAIN_SECONDS });
    throw error;
  });
  if (isScheduled && run.outcome.kind !== 'skipped') await deps.editorNews.send(news);
}
