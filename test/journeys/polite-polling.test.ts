import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginJourney, type Journey } from './local-run.ts';
import { rss } from './publisher.ts';
import { applyPublication, poll } from './steps.ts';

const BODY = rss([{ id: 'a', title: 'Beitrag', text: 'Text' }]);

describe('publishers', () => {
  const servers: Server[] = [];
  let journey: Journey;
  /** Requests that each host answers at this moment, and the most there ever were. */
  const running = { busy: 0, other: 0 };
  const most = { busy: 0, other: 0, together: 0 };
  let isBusy = false;
  /** The first answers wait for each other, so that a slow machine shows the same as a fast one. */
  const met = Promise.withResolvers<void>();

  const open = async (answer: RequestListener) => {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const slowly =
    (host: 'busy' | 'other'): RequestListener =>
    async (_, response) => {
      running[host] += 1;
      most[host] = Math.max(most[host], running[host]);
      most.together = Math.max(most.together, running.busy + running.other);
      if (running.busy && running.other) met.resolve();
      await Promise.race([met.promise, pause(10_000)]);
      await pause(300);
      running[host] -= 1;
      if (host === 'busy' && isBusy) response.writeHead(429, { 'retry-after': '3600' }).end();
      else response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' }).end(BODY);
    };

  beforeAll(async () => {
    const [busy, other] = await Promise.all([open(slowly('busy')), open(slowly('other'))]);
    journey = await beginJourney();
    await applyPublication(journey, `${busy}/feed`, [
      { id: 'sport', url: `${busy}/sport` },
      { id: 'else', url: `${other}/feed` },
    ]);
  });
  afterAll(async () => {
    await journey.end();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('are asked by one connection each, and several side by side', async () => {
    const sources = await Promise.all(['feed', 'sport', 'else'].map((source) => poll(journey, source)));
    expect(sources.map(({ failures }) => failures)).toEqual([0, 0, 0]);
    expect(most).toEqual({ busy: 1, other: 1, together: 2 });
  });

  it('that ask us to come back later are left alone, all their sources, and editors are told until when', async () => {
    isBusy = true;
    expect(await poll(journey)).toMatchObject({
      failures: 1,
      lastError: 'The server asks us to come back less often (429)',
    });
    await expect(poll(journey, 'sport')).rejects.toThrow(
      /^127\.0\.0\.1:\d+ asked us to come back after \d\d:\d\d CES?T/,
    );
    expect(await poll(journey, 'else')).toMatchObject({ failures: 0 });
  });
});
