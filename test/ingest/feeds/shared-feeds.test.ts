import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../lambdas/ingest/index.ts';

/**
 * Real feeds with what another reader found in them. Too large, and not ours, to lie in this repository: where they are
 * absent, the fixtures of test/fixtures/feeds must do.
 */
const folder = join(import.meta.dirname, '../../../../shared/feeds');
const isThere = existsSync(join(folder, 'expected.jsonl'));
const what = isThere ? 'real feeds' : 'real feeds, which are not beside this repository in ../shared/feeds:';

interface Expected {
  file: string;
  feed: { title: string | null } | null;
  items: { title: string | null; link: string | null; published: string | null; id: string | null }[];
}

const lines = (): Expected[] =>
  readFileSync(join(folder, 'expected.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

async function parseShared(file: string) {
  const headers: Record<string, Record<string, string>> = JSON.parse(readFileSync(join(folder, 'http.json'), 'utf8'));
  return parseDocument(readFileSync(join(folder, file)), {
    contentType: headers[file]?.['content-type'] ?? 'application/xml',
    url: `https://feed.example/${file.split('/').map(encodeURIComponent).join('/')}`,
  });
}

const folded = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
const address = (url: string | null | undefined) => (url && URL.canParse(url) ? new URL(url).href : url);

describe.skipIf(!isThere)(what, () => {
  it('every encoding is right to the letter', async () => {
    for (const { file, feed, items } of lines().filter(({ file }) => file.startsWith('encodings/'))) {
      const parsed = await parseShared(file);
      expect(parsed.title, file).toBe(feed?.title);
      expect(
        parsed.items.map(({ title }) => title),
        file,
      ).toEqual(items.map(({ title }) => folded(title)));
    }
  });

  it('what is a feed is read, with as many items; what is none is refused', async () => {
    for (const { file, feed, items } of lines()) {
      if (feed) expect((await parseShared(file)).items.length, file).toBe(items.length);
      else await expect(parseShared(file), file).rejects.toMatchObject({ fault: 'invalid' });
    }
  });

  it('titles, links, dates and ids agree', async () => {
    const agreed = { titles: 0, links: 0, dates: 0, ids: 0 };
    const asked = { titles: 0, links: 0, dates: 0, ids: 0 };
    const compare = (what: keyof typeof asked, expected: unknown, isSame: boolean) => {
      if (!expected) return;
      asked[what] += 1;
      if (isSame) agreed[what] += 1;
    };
    for (const { file, feed, items } of lines()) {
      if (!feed) continue;
      const parsed = await parseShared(file);
      for (const [index, expected] of items.entries()) {
        const found = parsed.items[index];
        compare('titles', expected.title, found?.title === folded(expected.title));
        compare('links', expected.link, address(found?.url) === address(expected.link));
        compare('dates', expected.published, found?.publishedAt?.getTime() === Date.parse(expected.published ?? ''));
        compare('ids', expected.id, found?.guid === expected.id);
      }
    }
    const share = (what: keyof typeof asked) => agreed[what] / asked[what];
    expect(asked.titles).toBeGreaterThan(1500);
    expect(share('titles')).toBeGreaterThan(0.99);
    expect(share('links')).toBeGreaterThan(0.99);
    expect(share('dates')).toBeGreaterThan(0.99);
    expect(share('ids')).toBeGreaterThan(0.97);
  });
});
