/**
 * The callback of WebSub: a hub asks whether we meant it, and later brings what is new (W3C WebSub §5.3, §7).
 *
 * The address itself is the first proof, as nobody can guess it. What is brought must also be signed; a wrong signature is
 * answered as a right one would be, so that nobody can find it out by trying.
 */
import type { Source } from '../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../platform/http.ts';
import { log } from '../platform/log.ts';
import { contentHash, type Objects } from '../platform/objects.ts';
import type { Outbox } from '../platform/queue.ts';
import { type PollMessage, pollOf, type Sources, scheduledPollId } from '../publications/index.ts';
import { hubSecret, isSignedBody, isToken } from './hub-keys.ts';
import type { DocumentMessage } from './messages.ts';

export interface NewsDeps {
  sources: Pick<Sources, 'find'>;
  hubKey: () => Promise<string>;
  /** The intake bucket. */
  intake: Pick<Objects, 'put'>;
  documents: Outbox<DocumentMessage>;
  polls: Outbox<PollMessage>;
  now: () => Date;
}

/** More than that is asked for instead. */
const MAX_NEWS_BYTES = 5_000_000;
const MAX_CHALLENGE = 4_000;
const MS_PER_MINUTE = 60_000;

const answer = (status: number, body = ''): WebAnswer => ({
  status,
  headers: {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  },
  body,
});
const NOT_FOUND = answer(404, 'There is no such subscription.\n');
const GONE = answer(410, 'We do not want this any more.\n');

export async function acceptHubNews(request: WebRequest, deps: NewsDeps): Promise<WebAnswer> {
  const { publication: publicationId = '', source: sourceId = '', token = '' } = request.params;
  const key = await deps.hubKey();
  if (!isToken(token, key, { publicationId, sourceId })) return NOT_FOUND;
  const source = await deps.sources.find(publicationId, sourceId);
  if (request.method !== 'POST') return confirmWish(request.query, source);
  if (!source || !isWanted(source)) return GONE;
  if (isSignedBody(request.headers['x-hub-signature'], request.body, hubSecret(key, { publicationId, sourceId }))) {
    await takeNews(request, source, deps);
  } else {
    log.warn('A hub brought something with a wrong signature', { publicationId, sourceId });
  }
  return answer(202);
}

const isWanted = ({ status, fetchState }: Source) => status !== 'stopped' && fetchState.hubTopic !== undefined;

/** Changes nothing: what we want is what we remember. */
function confirmWish(query: URLSearchParams, source: Source | undefined): WebAnswer {
  const [mode, topic, challenge = ''] = ['hub.mode', 'hub.topic', 'hub.challenge'].map((name) => query.get(name) ?? '');
  const wanted = source && isWanted(source) && source.fetchState.hubTopic === topic;
  if (mode === 'denied') {
    log.warn('A hub has denied or ended a subscription', { sourceId: source?.id });
    return answer(200);
  }
  const isMeant = mode === 'subscribe' ? wanted : mode === 'unsubscribe' && !wanted;
  if (!isMeant || !challenge || challenge.length > MAX_CHALLENGE) return NOT_FOUND;
  return answer(200, challenge);
}

/** A document is read as one that we asked for. A mere hint, or a document too large, makes us ask. */
async function takeNews({ body, headers }: WebRequest, source: Source, deps: NewsDeps): Promise<void> {
  const { intake, documents, polls, now } = deps;
  const { publicationId, id: sourceId, url, fetchState } = source;
  if (body.length === 0 || body.length > MAX_NEWS_BYTES) {
    // One poll a minute, however often the hub calls: the queue takes the same id once.
    const minute = new Date(Math.floor(now().getTime() / MS_PER_MINUTE) * MS_PER_MINUTE);
    return polls.send(pollOf(source, { pollId: scheduledPollId(`hub-${sourceId}`, minute), reportAlways: false }));
  }
  const hash = contentHash(body);
  const key = `raw/${publicationId}/${sourceId}/hub-${hash}`;
  await intake.put(key, body, { contentType: 'application/octet-stream' });
  const contentType = headers['content-type']?.slice(0, 200);
  await documents.send({
    pollId: `hub-${hash}`,
    publicationId,
    sourceId,
    purpose: 'push',
    result: { kind: 'body', key, contentType, contentHash: hash, finalUrl: fetchState.hubTopic ?? url },
  });
}
