import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from '../../lambdas/ingest/index.ts';

export function fixture(name: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, '../fixtures/feeds', name));
}

export function parseFixture(name: string, timeZone = 'Europe/Berlin') {
  return parseDocument(fixture(name), { url: `https://feed.example/${name}`, timeZone });
}

/** One RSS item in its feed. */
export function rss(item: string): Uint8Array {
  return Buffer.from(
    `<rss version="2.0"><channel><title>T</title><link>https://x.example/</link><item>${item}</item></channel></rss>`,
  );
}

export async function parseItem(item: string) {
  const { items } = await parseDocument(rss(item), { url: 'https://x.example/feed' });
  return items[0];
}
