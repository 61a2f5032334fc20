/** What one poll is billed, by what it finds: counted on the deployed wiring, through the real queues. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { ApiClient } from '../../bin/cli/api-client.ts';
import { path } from '../../bin/cli/api-client.ts';
import { rss } from '../journeys/publisher.ts';
import { combine, type Operations, resetUsage, usageOf } from './gateway.ts';

/** What a poll finds: 304, the same bytes from a server without validators, one new article, a broken server. */
export const FINDINGS = ['unchanged', 'same bytes', 'one new article', 'failure'] as const;
export type Finding = (typeof FINDINGS)[number];
export type PollKind = Finding | 'unchanged, reported once a day';

export interface PollingOperations {
  /** A minute in which nothing is due. */
  tick: Operations;
  /** One poll of each kind, with its share of the minute that started it. */
  polls: Map<PollKind, Operations>;
}

/** Sources of each kind: enough for whole batches. */
const SOURCES = 40;
const PATIENCE_MS = 90_000;
const POLLING = /StartDueWork|FetchSource|ReadDocument/;

interface Place {
  url: string;
  api: ApiClient;
}

export async function measurePollingOperations(place: Place): Promise<PollingOperations> {
  const publisher = await openPublishers();
  try {
    await applySources(place, publisher.url);
    await tick(place);
    await quiet(place, SOURCES * FINDINGS.length);

    await resetUsage(place.url);
    await tick(place);
    const idle = await quiet(place, 0);
    const minute = combine(idle, idle, (one) => one / idle.invocations);
    const polls = new Map<PollKind, Operations>();
    for (const finding of FINDINGS) {
      publisher.next();
      await earlyInTheMinute();
      await makeDue(place, finding);
      await resetUsage(place.url);
      await tick(place);
      const all = await quiet(place, SOURCES);
      // The clock of the run may have ticked once more meanwhile.
      const { invocations: minutes } = await usageOf(place.url, /StartDueWork/);
      polls.set(finding, each(combine(all, minute, (sum, own) => sum - own * minutes)));
    }
    polls.set('unchanged, reported once a day', await reportedPoll(place, minute, polls.get('unchanged') ?? minute));
    return { tick: minute, polls };
  } finally {
    publisher.close();
  }
}

/** Somebody asks, so that it is reported; the schedule would have moved the source on, too, as in a quiet poll. */
async function reportedPoll(place: Place, minute: Operations, quietPoll: Operations): Promise<Operations> {
  await resetUsage(place.url);
  for (const id of idsOf('unchanged')) {
    await place.api.post(path`/publications/pace/sources/${id}/poll`, undefined, z.unknown());
  }
  const all = await quiet(place, SOURCES);
  const { invocations: minutes } = await usageOf(place.url, /StartDueWork/);
  const reported = each(combine(all, minute, (sum, own) => sum - own * minutes));
  // The fetch itself, a receipt and a deletion, is in both.
  const schedule = { ...quietPoll, sqs: quietPoll.sqs - 2, invocations: quietPoll.invocations - 1 };
  return combine(reported, schedule, (one, other) => one + other);
}

const each = (all: Operations) => combine(all, all, (one) => one / SOURCES);
const idsOf = (finding: Finding) =>
  Array.from({ length: SOURCES }, (_, index) => `${finding.replaceAll(/[^a-z]/g, '-')}-${index}`);

async function openPublishers() {
  const item = (id: number) => ({ id: `a${id}`, title: `Article ${id}`, text: 'Text of an article. '.repeat(60) });
  let revision = 10;
  const server = createServer((request, response) => {
    const finding = decodeURIComponent(request.url?.split('/')[1] ?? '');
    if (finding === 'failure') return response.writeHead(500).end();
    const newest = finding === 'one new article' ? revision : 10;
    const headers = finding === 'same bytes' ? {} : { etag: `"${newest}"` };
    if (headers.etag && request.headers['if-none-match'] === headers.etag)
      return response.writeHead(304, headers).end();
    const items = Array.from({ length: 10 }, (_, index) => item(newest - index));
    response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers }).end(rss(items));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: () => {
      revision += 1;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function applySources({ api }: Place, url: string): Promise<void> {
  const sources = FINDINGS.flatMap((finding) =>
    idsOf(finding).map((id) => ({ id, url: `${url}/${encodeURIComponent(finding)}/${id}` })),
  );
  const yaml = stringify({
    ...{ id: 'pace', title: 'Pace', description: 'Polls to be counted', language: 'en', timeZone: 'Europe/Berlin' },
    ...{ siteUrl: 'https://pace.example/', sender: { name: 'Pace' }, imprint: ['Pace', '1 Example Street'] },
    ...{ topics: [], digests: [], sources },
  });
  await api.post('/publications', { yaml }, z.unknown());
}

async function makeDue({ api }: Place, finding: Finding): Promise<void> {
  for (const id of idsOf(finding)) {
    await api.patch(path`/publications/pace/sources/${id}`, { status: 'active' }, z.unknown());
  }
}

/** The run's own clock ticks on the minute, and would start what is to be counted before it is. */
async function earlyInTheMinute(): Promise<void> {
  while (new Date().getSeconds() > 25) await pause(500);
}

const tick = ({ url }: Place) => fetch(`${url}/_local/tick`, { method: 'POST' });

/** Waits until so many were fetched and nothing moves any more. */
async function quiet({ url }: Place, fetches: number): Promise<Operations> {
  let before = '';
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    await pause(1_500);
    const fetched = await usageOf(url, /FetchSource/);
    const now = await usageOf(url, POLLING);
    if (fetched.invocations >= fetches && JSON.stringify(now) === before) return now;
    before = JSON.stringify(now);
  }
  throw new Error(`${fetches} polls were not done in time`);
}
