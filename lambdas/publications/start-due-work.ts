/**
 * The one-minute tick: everything that is due is put on its queue.
 *
 * Sent first, moved on afterwards. A crash in between sends a message twice, which both consumers take as one: a poll
 * asks again, and a composition carries an id made from its due time. The other order would lose a digest.
 */
import type { Digest, Publication, Source } from '../domain/publication.ts';
import type { Outbox } from '../platform/queue.ts';
import { pollOf, scheduledPollId } from './ask-for-poll.ts';
import type { Digests } from './digests.ts';
import type { HostPauses } from './host-pauses.ts';
import type { CompositionMessage, PollMessage } from './messages.ts';
import { nextRun } from './next-run.ts';
import { hostOf } from './polls.ts';
import type { Publications } from './publications.ts';
import type { Sources } from './sources.ts';

export interface StartDeps {
  publications: Pick<Publications, 'list'>;
  sources: Pick<Sources, 'due' | 'advance'>;
  digests: Pick<Digests, 'due' | 'advance'>;
  hostPauses: Pick<HostPauses, 'active'>;
  polls: Outbox<PollMessage>;
  compositions: Outbox<CompositionMessage>;
  now: () => Date;
  /** 0 ≤ x < 1 */
  random: () => number;
}

/** Sources taken at a time: a failure repeats at most these. */
const AT_A_TIME = 50;
const MS_PER_MINUTE = 60_000;
/** A source keeps its rhythm within this share of its interval, so that a thousand added at once drift apart. */
const JITTER_SHARE = 0.1;
/** Once a day every source reports in full, so that its interval can follow how often it publishes. */
const REPORT_AFTER_MS = 24 * 60 * MS_PER_MINUTE;

export async function startDueWork(deps: StartDeps): Promise<{ polls: number; compositions: number }> {
  const now = deps.now();
  const publications = new Map((await deps.publications.list()).map((publication) => [publication.id, publication]));
  // Digests first: they have a promised time.
  const { started: compositions, failures } = await startDigests(publications, now, deps);
  const polls = await startSources(publications, now, deps);
  if (failures.length) throw new AggregateError(failures, `${failures.length} digests could not be started`);
  return { polls, compositions };
}

type Known = Map<string, Publication>;

async function startSources(
  publications: Known,
  now: Date,
  { sources, polls, hostPauses, random }: StartDeps,
): Promise<number> {
  const due = await sources.due(now);
  // Most minutes nothing is due, and then nobody's pause matters.
  const pauses = due.length ? await hostPauses.active(now) : new Map<string, Date>();
  let started = 0;
  for (let start = 0; start < due.length; start += AT_A_TIME) {
    const some = due.slice(start, start + AT_A_TIME);
    const asked = some.filter(({ url }) => !pauses.has(hostOf(url)));
    await polls.sendAll(asked.map((source) => scheduledPoll(source, publications.get(source.publicationId), now)));
    await Promise.all(
      some.map((source) => {
        const until = pauses.get(hostOf(source.url));
        return until
          ? sources.advance(source, afterPause(source, until, random()))
          : sources.advance(source, nextPoll(source, now, random()), now);
      }),
    );
    started += asked.length;
  }
  return started;
}

function scheduledPoll(source: Source, publication: Publication | undefined, now: Date): PollMessage {
  const { failures, baselineAt, lastSucceededAt } = source.fetchState;
  const isReportedLately = lastSucceededAt && now.getTime() - lastSucceededAt.getTime() < REPORT_AFTER_MS;
  const isHealthy = failures === 0 && baselineAt && isReportedLately;
  const pollId = scheduledPollId(source.id, source.nextRunAt ?? now);
  return pollOf(source, { pollId, reportAlways: !isHealthy, subscribers: publication?.subscribers });
}

function nextPoll({ intervalMinutes }: Source, now: Date, chance: number): Date {
  const intervalMs = intervalMinutes * MS_PER_MINUTE * (1 + JITTER_SHARE * (chance - 0.5));
  return new Date(now.getTime() + Math.round(intervalMs));
}

/** Never before the host allows it, and not all of its sources in the same minute. */
function afterPause({ intervalMinutes }: Source, until: Date, chance: number): Date {
  return new Date(until.getTime() + Math.round(intervalMinutes * MS_PER_MINUTE * JITTER_SHARE * chance));
}

async function startDigests(
  publications: Known,
  now: Date,
  deps: StartDeps,
): Promise<{ started: number; failures: unknown[] }> {
  const due = await deps.digests.due(now);
  const failures: unknown[] = [];
  for (const digest of due) {
    try {
      await startDigest(digest, publications.get(digest.publicationId)?.timeZone, now, deps);
    } catch (error) {
      // Each fails alone; the function fails at the end, so that the alarm hears of it.
      failures.push(error);
    }
  }
  return { started: due.length - failures.length, failures };
}

async function startDigest(digest: Digest, zone: string | undefined, now: Date, deps: StartDeps): Promise<void> {
  if (!zone) throw new Error(`The digest ${digest.id} has no publication ${digest.publicationId}`);
  await deps.compositions.send(scheduledComposition(digest));
  // From now, not from when it was due: after an outage one edition goes out, not one for every time missed.
  await deps.digests.advance(digest, nextRun(digest, zone, now));
}

function scheduledComposition({ id, publicationId, nextRunAt, mode }: Digest): CompositionMessage {
  return {
    requestId: `${id}-${nextRunAt.getTime()}`,
    publicationId,
    digestId: id,
    dueAt: nextRunAt.toISOString(),
    by: 'schedule',
    mode,
  };
}
