import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Item {
  id: string;
  title: string;
  text: string;
}

/** A website of the test's own with one feed, which counts who asked for it and answers 304 as it should. */
export interface Publisher {
  feedUrl: string;
  publish(item: Item): void;
  /** Status codes it answered with, in order. */
  answered: number[];
  close(): void;
}

export async function openPublisher(items: Item[]): Promise<Publisher> {
  const published = [...items];
  const answered: number[] = [];
  const server = createServer((request, response) => {
    const body = rss(published);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    const status = request.headers['if-none-match'] === etag ? 304 : 200;
    answered.push(status);
    response.writeHead(status, { 'content-type': 'application/rss+xml; charset=utf-8', etag });
    response.end(status === 304 ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    feedUrl: `http://127.0.0.1:${port}/feed`,
    publish: (item) => published.unshift(item),
    answered,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function rss(items: Item[]): string {
  const entries = items.map(
    ({ id, title, text }) =>
      `<item><title>${title}</title><link>https://schule.example/${id}</link><guid isPermaLink="false">${id}</guid><description>${text}</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Schule</title><link>https://schule.example/</link><description>Neues</description><language>de</language>${entries.join('')}</channel></rss>`;
}
