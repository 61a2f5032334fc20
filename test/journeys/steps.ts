import { stringify } from 'yaml';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { reportAnswer, runAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import type { Journey } from './local-run.ts';

/** All a step needs of a journey. */
type Api = Pick<Journey, 'api'>;

const PATIENCE = { timeoutMs: 40_000, firstPauseMs: 30 };

/** A German publication that reads one feed, and perhaps others. @param more - what else its file says */
export async function applyPublication(
  { api }: Api,
  feedUrl: string,
  others: { id: string; url: string }[] = [],
  more: Record<string, unknown> = {},
): Promise<void> {
  const yaml = stringify({
    ...more,
    id: 'schule',
    title: 'Schule & Region',
    description: 'Neues aus den Schulen',
    language: 'de',
    timeZone: 'Europe/Berlin',
    siteUrl: 'https://schule.example/',
    sender: { name: 'Schule „Region“' },
    imprint: ['Schule & Region', 'Beispielstraße 1, 45127 Essen'],
    topics: [
      { id: 'foerderung', title: 'Förderung', words: ['Förderung'] },
      { id: 'termine', title: 'Termine', words: ['Termin'] },
    ],
    sources: [{ id: 'feed', url: feedUrl, title: 'Die Seite' }, ...others],
    digests: [{ id: 'weekly', cadence: 'weekly', weekday: 'monday', time: '08:00' }],
  });
  await api.post('/publications', { yaml }, z.unknown());
}

/** Asks a source now and waits for its result. */
export async function poll({ api }: Api, sourceId = 'feed'): Promise<z.infer<typeof sourceAnswer>> {
  const { pollId } = await api.post(
    path`/publications/schule/sources/${sourceId}/poll`,
    undefined,
    z.object({ pollId: z.string() }),
  );
  const list = z.object({ sources: z.array(sourceAnswer) });
  const source = await until(
    async () =>
      (await api.get('/publications/schule/sources', list)).sources.find(({ lastPollId }) => lastPollId === pollId),
    PATIENCE,
  );
  if (!source) throw new Error('The poll was not answered');
  return source;
}

export async function subscribe({ api }: Api, address: string): Promise<void> {
  await api.post('/publications/schule/subscribers', { address, proof: 'Unterschrift auf Papier' }, z.unknown());
}

/** Composes an edition by hand and waits for what came of it. */
export async function compose({ api }: Api): Promise<z.infer<typeof runAnswer>['outcome']> {
  const { requestId } = await api.post('/publications/schule/editions', {}, z.object({ requestId: z.string() }));
  const run = await until(() => api.find(path`/publications/schule/runs/${requestId}`, runAnswer), PATIENCE);
  if (!run) throw new Error('The edition was not composed');
  return run.outcome;
}

/** Sends an edition and waits until its books are closed. @param patience - where it takes longer than usual */
export async function send(
  { api }: Api,
  edition: string,
  patience: Parameters<typeof until>[1] = PATIENCE,
): Promise<z.infer<typeof reportAnswer>> {
  const { contentHash } = await api.get(path`/editions/${edition}`, z.object({ contentHash: z.string() }));
  await api.post(path`/editions/${edition}/send`, { contentHash }, z.unknown());
  const report = await until(async () => {
    const now = await api.find(path`/editions/${edition}/report`, reportAnswer);
    return now?.status === 'closed' || now?.status === 'paused' ? now : undefined;
  }, patience);
  if (!report) throw new Error(`The campaign of ${edition} was not closed`);
  return report;
}

/** Composes and sends what is new. @throws Error when there is nothing */
export async function sendEdition(journey: Api): Promise<z.infer<typeof reportAnswer>> {
  const outcome = await compose(journey);
  if (outcome.kind !== 'composed') throw new Error(`Nothing composed: ${outcome.reason}`);
  return send(journey, outcome.editionId);
}
