import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small WebSub hub of the test's own: confirms subscribers, fetches what it is told of, and hands it on. */
export interface TestHub {
  address: string;
  /** True while it refuses every ping. */
  isBroken: boolean;
  refused(): number;
  /** Feeds it was told of, in order. */
  told(): string[];
  /** Subscribes somebody to a feed. @returns what the hub then delivers */
  subscribe(topic: string): Promise<Delivery[]>;
  close(): void;
}

interface Delivery {
  topic: string;
  type: string;
  text: string;
}

export async function openHub(): Promise<TestHub> {
  const told: string[] = [];
  const subscribers: { topic: string; inbox: Delivery[] }[] = [];
  let refused = 0;

  /** As a hub does: from the feed's own address, not from what the ping might say. */
  const distribute = async (topic: string) => {
    const answer = await fetch(topic);
    if (!answer.ok) return;
    const delivery = { topic, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
    for (const { inbox } of subscribers.filter((one) => one.topic === topic)) inbox.push(delivery);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    if (hub.isBroken) {
      refused += 1;
      return response.writeHead(503).end('not now');
    }
    if (form.get('hub.mode') !== 'publish') return response.writeHead(400).end();
    const feeds = form.getAll('hub.url');
    told.push(...feeds);
    response.writeHead(202).end();
    for (const feed of feeds) await distribute(feed);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hub: TestHub = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub`,
    isBroken: false,
    refused: () => refused,
    told: () => told,
    async subscribe(topic) {
      // Hubs look at a feed before they take subscribers for it: it must name them and itself.
      const named = (await fetch(topic, { method: 'HEAD' })).headers.get('link') ?? '';
      if (!named.includes(`<${hub.address}>; rel="hub"`)) throw new Error(`${topic} does not name this hub: ${named}`);
      if (!named.includes(`<${topic}>; rel="self"`)) throw new Error(`${topic} is not its own address: ${named}`);
      const inbox: Delivery[] = [];
      subscribers.push({ topic, inbox });
      return inbox;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return hub;
}
