import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyFile, HOSTILE_WORLD, type World, type WrittenFile, xmlFeeds } from './every-feed.ts';
import { anArticle, aPublication } from './samples.ts';

/** The folder of a copy of github.com/w3c/feedvalidator; it needs html5lib, lxml and rdflib. */
const FOLDER = process.env.FEED_VALIDATOR;
const PYTHON = process.env.FEED_VALIDATOR_PYTHON ?? 'python3';
if (!FOLDER)
  console.log(
    'Skipped: the W3C feed validator, because FEED_VALIDATOR does not name its folder (docs/decisions/0008-how-feeds-are-rebuilt.md)',
  );

const LONG_HISTORY = Array.from({ length: 230 }, (_, index) =>
  anArticle({
    id: `01j8zq4k5m${String(index).padStart(10, '0')}`,
    title: `Beitrag ${index}`,
    publishedAt: new Date(Date.UTC(2026, 5, 1, index)),
    updatedAt: new Date(Date.UTC(2026, 5, 1, index)),
    ingestedAt: new Date(Date.UTC(2026, 6 + Math.floor(index / 150), 1, 0, index)),
  }),
);
const TEASERS = { feeds: { content: 'teaser', items: 10 } } as const;

describe.skipIf(!FOLDER)('the W3C feed validator has nothing to say', () => {
  it.each<[claim: string, world: World, atLeast: number]>([
    ['of hostile articles, in any feed', HOSTILE_WORLD, 12],
    ['of a publication without articles', {}, 8],
    ['of teasers', { ...HOSTILE_WORLD, publication: aPublication(TEASERS) }, 12],
    ['of a long history', { articles: LONG_HISTORY }, 12],
  ])(
    '%s',
    async (_claim, world, atLeast) => {
      const feeds = xmlFeeds(await everyFile(world));
      expect(feeds.length).toBeGreaterThanOrEqual(atLeast);
      expect(validated(feeds)).toEqual([]);
    },
    120_000,
  );
});

function validated(files: WrittenFile[]): unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-feeds-'));
  try {
    const written = files.map(({ address, body }, index) => {
      const path = join(folder, `${index}.xml`);
      writeFileSync(path, body);
      return { path, address };
    });
    const script = join(import.meta.dirname, 'validate_feeds.py');
    const said = execFileSync(PYTHON, ['-W', 'ignore', script, FOLDER ?? ''], { input: JSON.stringify(written) });
    return JSON.parse(said.toString());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
