import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseJsonFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { anyArticles } from './any-article.ts';
import { everyFile, HOSTILE_WORLD, type WrittenFile, xmlFeeds } from './every-feed.ts';
import { isInstalled } from './installed.ts';
import { aPublication } from './samples.ts';

const TEASERS = aPublication({ feeds: { content: 'teaser', items: 10 } });
const WORLDS = [
  ['hostile articles', HOSTILE_WORLD],
  ['teasers', { ...HOSTILE_WORLD, publication: TEASERS }],
  ['no articles', {}],
] as const;

const hasJing = isInstalled('jing', 'the grammar of RFC 4287');
const hasXmllint = isInstalled('xmllint', 'a second opinion on being well-formed');

describe.skipIf(!hasJing)('Atom follows the grammar of RFC 4287', () => {
  it.each(WORLDS)(
    'with %s',
    async (_claim, world) => {
      const atom = (await everyFile(world)).filter(({ key }) => key.endsWith('atom.xml'));
      expect(atom.length).toBeGreaterThan(3);
      expect(asFiles(atom, (paths) => said('jing', ['-c', join(import.meta.dirname, 'atom.rnc'), ...paths]))).toBe('');
    },
    60_000,
  );

  it('which refuses what it forbids', () => {
    const body = '<feed xmlns="http://www.w3.org/2005/Atom"><title kind="x">x</title></feed>';
    const file = { key: '', address: '', contentType: '', body };
    expect(asFiles([file], (paths) => said('jing', ['-c', join(import.meta.dirname, 'atom.rnc'), ...paths]))).toMatch(
      /attribute "kind" not allowed/,
    );
  });
});

describe.skipIf(!hasXmllint)('every feed is well-formed to libxml2', () => {
  it.each(WORLDS)('with %s', async (_claim, world) => {
    const files = xmlFeeds(await everyFile(world));
    expect(asFiles(files, (paths) => said('xmllint', ['--noout', ...paths]))).toBe('');
  });
});

const webAddress = z.url({ protocol: /^https?$/ });
const author = z.strictObject({ name: z.string().min(1) });
/** RFC 3339. */
const moment = z.iso.datetime({ offset: true });
const extension = z.record(z.string().regex(/^_/), z.unknown());

/** What jsonfeed.org/version/1.1 says of an item, strictly: nothing else may be in it but extensions. */
const jsonItem = z
  .strictObject({
    id: z.string().min(1),
    url: webAddress.optional(),
    external_url: webAddress.optional(),
    title: z.string().optional(),
    content_html: z.string().min(1).optional(),
    content_text: z.string().min(1).optional(),
    summary: z.string().optional(),
    image: webAddress.optional(),
    date_published: moment,
    date_modified: moment,
    authors: z.array(author).min(1).optional(),
    tags: z.array(z.string()).min(1).optional(),
    language: z.string().optional(),
    attachments: z
      .array(
        z.strictObject({
          url: webAddress,
          mime_type: z.string().regex(/^[a-z]+\/\S+$/i),
          title: z.string().optional(),
          size_in_bytes: z.int().positive().optional(),
          duration_in_seconds: z.number().optional(),
        }),
      )
      .min(1)
      .optional(),
  })
  .refine(({ content_html, content_text }) => content_html !== undefined || content_text !== undefined, {
    message: 'one of content_html and content_text must be there',
  });

const jsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  home_page_url: webAddress,
  feed_url: webAddress,
  description: z.string().optional(),
  language: z.string(),
  icon: webAddress.optional(),
  favicon: webAddress.optional(),
  authors: z.array(author).min(1),
  hubs: z.array(z.strictObject({ type: z.string(), url: webAddress })).optional(),
  items: z.array(jsonItem),
});

describe('JSON Feed follows version 1.1', () => {
  it.each(WORLDS)('with %s', async (_claim, world) => {
    const files = (await everyFile(world)).filter(({ key }) => key.endsWith('feed.json'));
    expect(files.length).toBeGreaterThan(3);
    for (const { body, address } of files) {
      const { items } = checked(body);
      expect(JSON.parse(body).feed_url).toBe(address);
      const read = parseJsonFeed(JSON.parse(body)).items ?? [];
      expect(read.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    }
  });

  it('with any articles', async () => {
    await fc.assert(
      fc.asyncProperty(anyArticles, async (articles) => {
        for (const { body, key } of await everyFile({ articles })) if (key.endsWith('feed.json')) checked(body);
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});

/** By the schema, without extensions, of which the format says only how their names begin. */
function checked(body: string): z.infer<typeof jsonFeed> {
  const { items, ...feed } = JSON.parse(body);
  const plain = ({ ...object }: Record<string, unknown>) => {
    const names = Object.keys(object).filter((name) => name.startsWith('_'));
    extension.parse(Object.fromEntries(names.map((name) => [name, object[name]])));
    for (const name of names) delete object[name];
    return object;
  };
  return jsonFeed.parse({ ...plain(feed), items: items.map(plain) });
}

function asFiles(files: WrittenFile[], judge: (paths: string[]) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-feeds-'));
  try {
    const paths = files.map(({ body }, index) => {
      const path = join(folder, `${index}.xml`);
      writeFileSync(path, body);
      return path;
    });
    return judge(paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program says of what is wrong. */
function said(command: string, parameters: string[]): string {
  try {
    return execFileSync(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    return `${stdout}${stderr}` || String(error);
  }
}
