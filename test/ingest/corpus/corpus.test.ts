import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { measureCorpus } from './measure-corpus.ts';
import { openCorpus } from './open-corpus.ts';
import { tableOf } from './table-of-scores.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-corpus-'));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

const FEED =
  '<rss version="2.0"><channel><title>T</title><item><title>Größe</title><link>/1</link></item></channel></rss>';
const LINE = JSON.stringify({
  file: 'a/one.rss',
  feed: { title: 'T' },
  items: [{ title: 'Größe', link: 'https://feed.example/1', published: null, id: null }],
});

describe('a folder of documents is measured', () => {
  it('for each reader, and says where ours disagrees', async () => {
    const folder = folderWith({
      'a/one.rss': FEED,
      'a/two.rss': FEED,
      'page.html': '<!doctype html><p>Sorry</p>',
      'ORIGINS.md': 'where they are from',
      'expected.jsonl': `${LINE}\n${LINE.replace('one', 'two').replace('Größe', 'Other')}\n{"file":"page.html","feed":null,"items":[]}\n`,
      'a/three.rss': FEED,
    });
    const { scores, disagreements } = await measureCorpus(openCorpus(folder));
    expect(scores.map(({ reader }) => reader).slice(0, 3)).toEqual(['ours', 'rss-parser', 'feedsmith']);
    expect(scores[0]?.shares).toMatchObject({
      'feeds read': { count: 2, of: 2 },
      'documents that are no feeds refused': { count: 1, of: 1 },
      'files without expectations read': { count: 1, of: 1 },
      'titles agree': { count: 1, of: 2 },
      'links agree': { count: 2, of: 2 },
      'dates agree': { count: 0, of: 0 },
    });
    expect(disagreements).toEqual(['a/two.rss: item 1: "Größe" instead of "Other"', 'a/two.rss: item 1 is not whole']);
    expect(tableOf(scores)).toMatch(
      /^\| {2}\| ours \| rss-parser \| feedsmith \|.*\n(\| --- )+\|\n\| feeds read \(2\) \| 2 · 100\.0 % \|/,
    );
  });

  it.each([
    { when: 'it is not there', files: undefined, says: /^There is no file expected\.jsonl in .*nowhere$/ },
    {
      when: 'nothing says what is in it',
      files: {} as Record<string, string>,
      says: /^There is no file expected\.jsonl in /,
    },
    { when: 'the list is empty', files: { 'expected.jsonl': '\n' }, says: /is empty$/ },
    {
      when: 'a line is no JSON',
      files: { 'a/one.rss': FEED, 'expected.jsonl': `${LINE}\n{` },
      says: /^Line 2 of expected\.jsonl is wrong: /,
    },
    {
      when: 'a line lacks its items',
      files: { 'expected.jsonl': '{"file":"a","feed":null}' },
      says: /^Line 1 of expected\.jsonl is wrong at items: /,
    },
    {
      when: 'a file is missing',
      files: { 'expected.jsonl': LINE },
      says: /^expected\.jsonl names a\/one\.rss, which is not in /,
    },
    {
      when: 'its headers make no sense',
      files: { 'a/one.rss': FEED, 'expected.jsonl': LINE, 'http.json': '[]' },
      says: /http\.json does not give response headers by file$/,
    },
  ])('or refused in one sentence when $when', ({ files, says }) => {
    const folder = files ? folderWith(files as Record<string, string>) : join(tmpdir(), 'nowhere');
    expect(() => openCorpus(folder)).toThrow(says);
  });
});
