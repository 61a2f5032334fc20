import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Item, rss } from './publisher.ts';

/** A website whose feed names a WebSub hub, and that is this hub itself. */
export interface HubPublisher {
  feedUrl: string;
  /** How often the feed was asked for. */
  asked(): number;
  /** Callbacks that confirmed what they want. */
  callbacks(): string[];
  /** Adds the item to the feed and tells every subscriber. @returns what their callbacks answered */
  publish(item: Item): Promise<number[]>;
  /** Tells them something in the name of the hub, signed with another secret. */
  forge(item: Item): Promise<number[]>;
  /** Asks a callback whether it wants this. @returns status and text of its answer */
  verify(callback: string, mode: string, topic: string): Promise<[number, string]>;
  close(): void;
}

interface Subscriber {
  callback: string;
  secret: string;
}

export async function openHubPublisher(items: Item[]): Promise<HubPublisher> {
  const published = [...items];
  const subscribers = new Map<string, Subscriber>();
  let asked = 0;

  const verify: HubPublisher['verify'] = async (callback, mode, topic) => {
    const query = new URLSearchParams({ 'hub.mode': mode, 'hub.topic': topic, 'hub.challenge': 'challenge-1' });
    const answer = await fetch(`${callback}?${query}`);
    return [answer.status, await answer.text()];
  };
  const subscribe = async (request: IncomingMessage) => {
    const form = new URLSearchParams(await textOf(request));
    const [callback = '', topic = '', secret = ''] = ['callback', 'topic', 'secret'].map(
      (name) => form.get(`hub.${name}`) ?? undefined,
    );
    const [status, echo] = await verify(callback, 'subscribe', topic);
    if (topic === feedUrl && status === 200 && echo === 'challenge-1') subscribers.set(callback, { callback, secret });
  };
  const tell = (body: string, secretOf: (subscriber: Subscriber) => string) =>
    Promise.all(
      [...subscribers.values()].map(async (subscriber) => {
        const signature = createHmac('sha256', secretOf(subscriber)).update(body).digest('hex');
        const headers = {
          'content-type': 'application/rss+xml',
          link: `<${url}/hub>; rel="hub", <${feedUrl}>; rel="self"`,
          'x-hub-signature': `sha256=${signature}`,
        };
        return (await fetch(subscriber.callback, { method: 'POST', headers, body })).status;
      }),
    );

  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      // A hub answers first and asks back afterwards.
      response.writeHead(202).end();
      void subscribe(request);
      return;
    }
    asked += 1;
    response.writeHead(200, {
      'content-type': 'application/rss+xml; charset=utf-8',
      link: '</hub>; rel="hub", </feed>; rel="self"',
    });
    response.end(rss(published));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const feedUrl = `${url}/feed`;
  return {
    feedUrl,
    asked: () => asked,
    callbacks: () => [...subscribers.keys()],
    verify,
    publish(item) {
      published.unshift(item);
      return tell(rss(published), ({ secret }) => secret);
    },
    forge: (item) => tell(rss([item]), () => 'guessed'),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
