import { z } from 'zod';
import { publicationAnswer, reportAnswer, runAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from '../cli/api-client.ts';
import { askForFeeds, feedsAreBuilt } from '../cli/feeds-built.ts';
import { until } from '../cli/waiting.ts';

interface Newcomer {
  /** A publication file: docs/publication.md. */
  yaml: string;
  subscriber: string;
}

const asked = z.object({ requestId: z.string() });
const polled = z.object({ pollId: z.string() });
const PATIENCE = { timeoutMs: 60_000, firstPauseMs: 50 };

/**
 * Takes a publication its whole way once, through the API as an editor would: apply, poll, subscribe, compose, send.
 *
 * @returns what became of it, as one line
 */
export async function sendFirstEdition(api: ApiClient, { yaml, subscriber }: Newcomer): Promise<string> {
  const { id } = await applyPublication(api, yaml);
  await api.post(
    path`/publications/${id}/subscribers`,
    { address: subscriber, proof: 'Local run: the address of its own inbox' },
    z.unknown(),
  );
  const unread = (await pollAll(api, id)).filter(({ failures }) => failures > 0);
  for (const { url, lastError } of unread) return `${url} could not be read: ${lastError}`;
  const { requestId } = await api.post(path`/publications/${id}/editions`, {}, asked);
  const run = await until(() => api.find(path`/publications/${id}/runs/${requestId}`, runAnswer), PATIENCE);
  if (run?.outcome.kind !== 'composed') return `${id}: no edition (${run?.outcome.reason ?? 'not composed in time'})`;
  // Feeds follow a burst of articles a few seconds later; whoever opens one now shall find it.
  const [sent] = await Promise.all([
    send(api, run.outcome.editionId),
    feedsAreBuilt(api, id, await askForFeeds(api, id)),
  ]);
  return sent;
}

/** Makes or changes a publication. */
export async function applyPublication(api: ApiClient, yaml: string): Promise<{ id: string; created: boolean }> {
  return api.post('/publications', { yaml }, z.object({ id: z.string(), created: z.boolean() }));
}

export async function publicationIds(api: ApiClient): Promise<string[]> {
  const { publications } = await api.get('/publications', z.object({ publications: z.array(publicationAnswer) }));
  return publications.map(({ id }) => id);
}

async function pollAll(api: ApiClient, id: string) {
  const list = () => api.get(path`/publications/${id}/sources`, z.object({ sources: z.array(sourceAnswer) }));
  const polls = new Map<string, string>();
  for (const source of (await list()).sources) {
    const { pollId } = await api.post(path`/publications/${id}/sources/${source.id}/poll`, undefined, polled);
    polls.set(source.id, pollId);
  }
  const done = await until(async () => {
    const { sources } = await list();
    return sources.every((source) => source.lastPollId === polls.get(source.id)) ? sources : undefined;
  }, PATIENCE);
  return done ?? (await list()).sources;
}

async function send(api: ApiClient, editionId: string): Promise<string> {
  const edition = await api.get(
    path`/editions/${editionId}`,
    z.object({ contentHash: z.string(), subject: z.string() }),
  );
  await api.post(path`/editions/${editionId}/send`, { contentHash: edition.contentHash }, z.unknown());
  const report = await until(async () => {
    const now = await api.find(path`/editions/${editionId}/report`, reportAnswer);
    return now && now.audience > 0 && now.accepted + now.skipped + now.failed + now.held === now.audience
      ? now
      : undefined;
  }, PATIENCE);
  return report ? `${editionId} sent: ${edition.subject}` : `${editionId} is still being sent`;
}
