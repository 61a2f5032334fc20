import type { Source } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import type { PollRecord, Sources } from '../publications/index.ts';
import { FetchFailure } from './fetching/fetch-failure.ts';
import type { PostForm } from './fetching/post-form.ts';
import { callbackPath, hubSecret } from './hub-keys.ts';
import type { HubMessage } from './messages.ts';

export interface HubDeps {
  sources: Pick<Sources, 'find' | 'recordPoll'>;
  postForm: PostForm;
  /** From which tokens and secrets are derived. */
  hubKey: () => Promise<string>;
  /** Without a slash at the end. */
  siteUrl: string;
  now: () => Date;
}

/** Hubs grant what they like; it is asked again after two days (`source-news.ts`). */
const LEASE_SECONDS = 10 * 24 * 60 * 60;
const MAX_QUOTED = 200;

/**
 * Asks a source's WebSub hub to tell us of news (W3C WebSub §5.1). Asking again renews the subscription. A hub that
 * refuses does no harm: the source is polled as before, and editors see the reason.
 */
export async function subscribeToHub({ publicationId, sourceId }: HubMessage, deps: HubDeps): Promise<void> {
  const source = await deps.sources.find(publicationId, sourceId);
  const { hub, hubTopic } = source?.fetchState ?? {};
  if (!source || source.status === 'stopped' || !hub || !hubTopic) return;
  await deps.sources.recordPoll(publicationId, sourceId, await ask(source, hub, hubTopic, deps));
}

async function ask(source: Source, hub: string, topic: string, deps: HubDeps): Promise<PollRecord> {
  const { postForm, hubKey, siteUrl, now } = deps;
  const ids = { publicationId: source.publicationId, sourceId: source.id };
  const key = await hubKey();
  const fields = new URLSearchParams({
    'hub.callback': `${siteUrl}${callbackPath(key, ids)}`,
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.secret': hubSecret(key, ids),
    'hub.lease_seconds': String(LEASE_SECONDS),
  });
  const hubAskedAt = now();
  try {
    const { status, text } = await postForm(hub, fields);
    if (status >= 200 && status < 300) return { hubAskedAt, hubRefusal: undefined };
    log.info('A hub refused', { ...ids, status });
    return {
      hubAskedAt,
      hubRefusal: `The hub ${new URL(hub).host} refuses to tell us of news (${status})${quoted(text)}`,
    };
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error;
    return { hubAskedAt, hubRefusal: `The hub ${new URL(hub).host} cannot be asked: ${error.message}` };
  }
}

/** The first line, if the hub says something that is meant to be read. */
function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what ends the line
  const [line = ''] = text.trim().split(/[\u0000-\u001f\u007f\ufffd]/);
  return line && !line.startsWith('<') ? `: “${line.slice(0, MAX_QUOTED)}”` : '';
}
