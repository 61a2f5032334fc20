import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ParsedFile, parsing } from '../../bin/cli/parsing.ts';
import { runCli } from './run-cli.ts';

const FEED = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Netz</title><link>https://netz.example/</link>
<item><title>K&amp;amp;M: &lt;b&gt;Übergänge&lt;/b&gt; „heute“</title><link>/artikel/1</link><guid isPermaLink="false">n-1</guid>
<pubDate>Mon, 02 Mar 2026 10:30:00 +0100</pubDate><description>&lt;p&gt;Ein &lt;em&gt;Abend&lt;/em&gt;.&lt;/p&gt;</description></item>
<item><title>Ohne alles</title></item></channel></rss>`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-parse-'));
  await mkdir(join(folder, 'feeds'));
  const files: Record<string, string | Uint8Array> = {
    'feeds/good.xml': FEED,
    'feeds/zipped.xml': gzipSync(FEED),
    'feeds/latin.xml': Buffer.from(FEED.replace('UTF-8', 'ISO-8859-1').replaceAll(/[„“]/g, '"'), 'latin1'),
    'feeds/page.html': '<!doctype html><title>A page</title><p>Hello',
    'feeds/empty.xml': '',
    'feeds/cut.xml.gz': gzipSync(FEED).subarray(0, 60),
    'feeds/bomb.xml': gzipSync(Buffer.alloc(10_000_001, ' ')),
    'feeds/noise.bin': Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});
afterAll(() => rm(folder, { recursive: true }));

const parse = async (...args: string[]) => {
  const ended = await runCli(['parse', '--json', ...args], { cwd: folder });
  const lines = ended.stdout.split('\n').filter(Boolean);
  return { ...ended, files: lines.map((line) => JSON.parse(line) as Omit<ParsedFile, 'isReadable'>) };
};

describe('parsing a file', () => {
  it('gives plain titles, absolute addresses, times in UTC, and null for what is not known', async () => {
    const { code, files } = await parse('feeds/good.xml', '--base', 'https://netz.example/feed/');
    expect(code).toBe(0);
    expect(files).toEqual([
      {
        file: 'feeds/good.xml',
        ok: true,
        error: null,
        items: [
          {
            title: 'K&M: Übergänge „heute“',
            url: 'https://netz.example/artikel/1',
            publishedAt: '2026-03-02T09:30:00.000Z',
            guid: 'n-1',
            summary: 'Ein Abend.',
          },
          { title: 'Ohne alles', url: null, publishedAt: null, guid: null, summary: null },
        ],
        ms: expect.any(Number),
      },
    ]);
  });

  it('unpacks what is stored compressed', async () => {
    const { files } = await parse('feeds/zipped.xml');
    expect(files[0]).toMatchObject({ ok: true, items: [{ title: 'K&M: Übergänge „heute“' }, {}] });
  });

  it.each([
    { file: 'feeds/page.html', error: /looks like a web page/ },
    { file: 'feeds/empty.xml', error: /empty/ },
    { file: 'feeds/cut.xml.gz', error: /gzip encoding is damaged/ },
    { file: 'feeds/bomb.xml', error: /larger than 10 MB when decompressed/ },
    { file: 'feeds/noise.bin', error: /not a feed/ },
    { file: 'feeds/missing.xml', error: /no such file/ },
    { file: 'feeds', error: /folder/ },
  ])('says what is wrong with $file and goes on', async ({ file, error }) => {
    const { code, files, stderr } = await parse(file, 'feeds/good.xml');
    expect(files).toMatchObject([{ file, ok: false, error: expect.stringMatching(error), items: [] }, { ok: true }]);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('fails when the disk gives not one of them', async () => {
    expect(await parse('missing.xml', 'nothing.xml')).toMatchObject({
      code: 1,
      files: [{ ok: false }, { ok: false }],
      stderr: 'No file could be read\n',
    });
  });
});

describe('parsing a list', () => {
  it('finds the files beside it, with the type and the address each came with', async () => {
    const lines = [
      { file: 'one', path: 'good.xml', contentType: null, feedUrl: 'https://one.example/feed' },
      { file: 'two', path: 'latin.xml', contentType: 'text/xml', feedUrl: 'https://two.example/feed' },
    ];
    const text = [JSON.stringify(lines[0]), '', 'no JSON at all', '{"file":"x"}', JSON.stringify(lines[1])].join('\n');
    await writeFile(join(folder, 'feeds', 'list.jsonl'), text);
    const { code, files } = await parse('--list', 'feeds/list.jsonl');
    expect(code).toBe(0);
    expect(files.map(({ file, ok, items }) => [file, ok, items[0]?.url])).toEqual([
      ['one', true, 'https://one.example/artikel/1'],
      ['feeds/list.jsonl:3', false, undefined],
      ['feeds/list.jsonl:4', false, undefined],
      ['two', true, 'https://two.example/artikel/1'],
    ]);
    expect(files.at(-1)?.items[0]?.title).toBe('K&M: Übergänge "heute"');
  });

  it('says when there is no such list', async () => {
    expect(await parse('--list', 'nowhere.jsonl')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The list nowhere.jsonl cannot be read: ENOENT\n',
    });
  });
});

describe('a document that never ends', () => {
  it('costs its own parser and nothing else', async () => {
    const impatient = parsing(1);
    const file = { file: 'good', path: join(folder, 'feeds/good.xml') };
    const given = await impatient.parse(file);
    expect(given).toMatchObject({ ok: false, error: 'Not parsed within 0.001 seconds', isReadable: true });
    await impatient.stop();
    const patient = parsing();
    expect(await patient.parse(file)).toMatchObject({ ok: true });
    await patient.stop();
  });
});
