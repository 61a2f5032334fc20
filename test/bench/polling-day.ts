/** A day of ten thousand sources, gone through by the real acts with a clock of its own. */
import { randomBytes } from 'node:crypto';
import { NO_RULES, type Source } from '../../lambdas/domain/publication.ts';
import { fetchSource } from '../../lambdas/ingest/fetch-source.ts';
import { articlesInMemory, type DocumentMessage } from '../../lambdas/ingest/index.ts';
import { readDocument } from '../../lambdas/ingest/read-document.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import {
  digestsInMemory,
  hostPausesInMemory,
  type PollMessage,
  publicationsInMemory,
} from '../../lambdas/publications/index.ts';
import { startDueWork } from '../../lambdas/publications/start-due-work.ts';
import { aPublication } from '../publications/samples.ts';
import type { PollKind } from './polling-operations.ts';
import { publisherOf, type SimulatedPublisher } from './simulated-publishers.ts';
import { simulatedSources } from './simulated-sources.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MINUTES = 24 * 60;
/** For the first polls, which are everyone's only once. */
const WARM_UP_MINUTES = 60;
/** So often in a row that they are asked once a day. */
const LONG_BROKEN = 8;
const BEGIN = Date.parse('2026-03-02T00:00:00Z');
/** As many as one publication has here; each has its own feeds and readers, which is not counted. */
const SOURCES_OF_A_PUBLICATION = 20;

export const ACTS = ['StartDueWork', 'FetchSource', 'ReadDocument'] as const;
export type Act = (typeof ACTS)[number];

export interface Day {
  /** Polls by what they found. */
  polls: Map<PollKind, number>;
  /** Of the failures: those that waited until the time was up. */
  silent: number;
  /** Sources by how often they are asked in the end, in minutes. */
  intervals: Map<number, number>;
  /** CPU seconds of each act, network and stores left out. */
  cpuSeconds: Record<Act, number>;
  runs: Record<Act, number>;
}

export async function simulateDay(count: number): Promise<Day> {
  let now = new Date(BEGIN);
  const publishers = new Map(Array.from({ length: count }, (_, index) => [`s${index}`, publisherOf(index, count)]));
  const sources = simulatedSources([...publishers].map(([id, publisher], index) => sourceOf(id, publisher, index)));
  const ids = new Set(sources.all.map(({ publicationId }) => publicationId));
  const publications = publicationsInMemory(...[...ids].map((id) => aPublication({ id, topics: [] })));
  const known = new Map((await publications.list()).map((publication) => [publication.id, publication]));
  const articles = new Map<string, ReturnType<typeof articlesInMemory>>();
  const [polls, documents] = [outboxInMemory<PollMessage>(), outboxInMemory<DocumentMessage>()];
  const intake = objectsInMemory();
  const discard = { send: async () => undefined, sendAll: async () => undefined };
  const starting = {
    publications: { list: async () => [...known.values()] },
    sources,
    digests: digestsInMemory(),
    hostPauses: hostPausesInMemory(),
    polls,
    compositions: outboxInMemory<never>(),
    now: () => now,
    random: Math.random,
  };
  const reading = {
    publications: { find: async (id: string) => known.get(id) },
    ...{ sources, hostPauses: starting.hostPauses, intake },
    ...{ feeds: discard, polls: discard, hubs: discard, corrections: discard },
    now: () => now,
    random: randomBytes,
  };
  const day = emptyDay();

  for (let minute = 0; minute < WARM_UP_MINUTES + DAY_MINUTES; minute += 1) {
    now = new Date(BEGIN + minute * MINUTE_MS);
    const isCounted = minute >= WARM_UP_MINUTES;
    const timed = async (act: Act, run: () => Promise<unknown>) => {
      const before = process.threadCpuUsage();
      await run();
      const { user, system } = process.threadCpuUsage(before);
      if (!isCounted) return;
      day.cpuSeconds[act] += (user + system) / 1e6;
      day.runs[act] += 1;
    };
    await timed('StartDueWork', () => startDueWork(starting));
    for (const poll of polls.sent.splice(0)) {
      let found: string | undefined;
      const fetchDocument = async (_url: string, asking: PollMessage) => {
        const answer = publishers.get(poll.sourceId)?.fetch(asking, now);
        if (!answer) throw new Error(`There is no publisher of ${poll.sourceId}`);
        found = answer.kind;
        return answer;
      };
      const deps = { fetchDocument: fetchDocument as never, robots: { mayAsk: async () => {} }, intake, documents };
      await timed('FetchSource', () => fetchSource(poll, deps));
      const [message] = documents.sent.splice(0);
      if (message) {
        const own = articles.get(poll.sourceId) ?? articlesInMemory();
        articles.set(poll.sourceId, own);
        await timed('ReadDocument', () => readDocument(message, { receives: 1 }, { ...reading, articles: own }));
      }
      intake.stored.clear();
      if (!isCounted) continue;
      const kind = kindOf(message, found);
      day.polls.set(kind, (day.polls.get(kind) ?? 0) + 1);
      if (message?.result.kind === 'failed' && /20 seconds/.test(message.result.reason)) day.silent += 1;
    }
  }
  for (const { intervalMinutes } of sources.all) {
    day.intervals.set(intervalMinutes, (day.intervals.get(intervalMinutes) ?? 0) + 1);
  }
  return day;
}

function kindOf(message: DocumentMessage | undefined, found: string | undefined): PollKind {
  if (!message) return found === 'body' ? 'same bytes' : 'unchanged';
  if (message.result.kind === 'failed') return 'failure';
  return message.result.kind === 'body' ? 'one new article' : 'unchanged, reported once a day';
}

function sourceOf(id: string, { url, isBroken }: SimulatedPublisher, index: number): Source {
  // Added over an hour, as nobody adds ten thousand at once; those that are broken have been so for long.
  const spreadMs = isBroken ? WARM_UP_MINUTES * MINUTE_MS + DAY_MINUTES * MINUTE_MS : HOUR_MS;
  return {
    ...{ id, url, title: id, publicationId: `pub-${Math.floor(index / SOURCES_OF_A_PUBLICATION)}`, kind: 'feed' },
    ...{ topics: [], rules: NO_RULES, fullText: false, status: 'active', intervalMinutes: 60 },
    nextRunAt: new Date(BEGIN + ((index * 0.618_033_988_75) % 1) * spreadMs),
    fetchState: { failures: isBroken ? LONG_BROKEN : 0 },
  };
}

const emptyDay = (): Day => ({
  polls: new Map(),
  silent: 0,
  intervals: new Map(),
  cpuSeconds: { StartDueWork: 0, FetchSource: 0, ReadDocument: 0 },
  runs: { StartDueWork: 0, FetchSource: 0, ReadDocument: 0 },
});
