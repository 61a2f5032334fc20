import { describe, expect, it } from 'vitest';
import { NO_RULES, type Source } from '../../lambdas/domain/publication.ts';
import { changeSource, renewKeys, type SourceChange } from '../../lambdas/publications/change-source.ts';
import { editorSource } from '../../lambdas/publications/editor-source.ts';
import { newSource } from '../../lambdas/publications/new-source.ts';
import { sourcesInMemory } from '../../lambdas/publications/sources-in-memory.ts';
import { typedAddress } from '../../lambdas/publications/typed-address.ts';
import { aPublication } from './samples.ts';

const ADDED = new Date('2026-03-01T09:00:00Z');
const NOW = new Date('2026-03-02T09:00:00Z');
const now = () => NOW;
const { id: publicationId } = aPublication();

const known = (changes: Partial<Source> = {}): Source => ({
  ...newSource({ publicationId, url: 'https://a.example/feed' }, ADDED),
  fetchState: {
    ...{ failures: 3, lastError: 'gone', etag: '"1"', contentHash: 'abc', baselineAt: ADDED },
    ...{ movedTo: 'https://b.example/feed', movedSince: ADDED, hub: 'https://hub.example/', gap: 'a gap' },
  },
  ...changes,
});

/** The source as the store holds it afterwards. */
async function whenChanged(source: Source, change: SourceChange, ...others: Source[]): Promise<Source> {
  const sources = sourcesInMemory(source, ...others);
  const answered = await changeSource(source, change, { sources, now });
  const stored = await sources.find(publicationId, source.id);
  expect(answered).toEqual(stored);
  return answered;
}

describe('changing a source', () => {
  it('touches nothing but what is named', async () => {
    expect(await whenChanged(known(), { title: 'New', topics: ['town'], fullText: true })).toEqual(
      known({ title: 'New', topics: ['town'], fullText: true }),
    );
  });

  it('forgets at a new address what was known of the old one, but not its baseline, and asks at once', async () => {
    const moved = await whenChanged(known(), { url: 'c.example/feed' });
    expect(moved).toMatchObject({ url: 'https://c.example/feed', nextRunAt: NOW });
    expect(moved.fetchState).toEqual({ failures: 0, baselineAt: ADDED });
  });

  it('reads the document again when its rules change, and keeps its rhythm', async () => {
    const rules = { ...NO_RULES, exclude: { words: ['canteen'], categories: [] } };
    const { fetchState, nextRunAt } = await whenChanged(known(), { rules });
    expect(fetchState).not.toHaveProperty('etag');
    expect([fetchState.failures, nextRunAt]).toEqual([3, ADDED]);
  });

  it('sets selectors and takes them away', async () => {
    const selectors = { item: '.card' };
    const page = known({ kind: 'page' });
    expect(await whenChanged(page, { selectors })).toMatchObject({ selectors });
    expect(await whenChanged({ ...page, selectors }, { selectors: null })).not.toHaveProperty('selectors');
    expect(await whenChanged({ ...page, selectors }, { title: 'x' })).toMatchObject({ selectors });
  });

  it.each([
    { from: 'active', to: 'stopped', nextRunAt: undefined },
    { from: 'held', to: 'active', nextRunAt: NOW },
    { from: 'stopped', to: 'active', nextRunAt: NOW },
  ] as const)('from $from to $to', async ({ from, to, nextRunAt }) => {
    expect(await whenChanged(known({ status: from }), { status: to })).toMatchObject({
      status: to,
      ...(nextRunAt ? { nextRunAt } : {}),
    });
    if (!nextRunAt) expect((await whenChanged(known({ status: from }), { status: to })).nextRunAt).toBeUndefined();
  });

  it('never makes a source due that nobody asks', async () => {
    const push = newSource({ publicationId, url: 'https://a.example/', kind: 'push', title: 'CMS' }, ADDED);
    const stopped = await whenChanged(push, { status: 'stopped' });
    const started = await whenChanged(stopped, { status: 'active', url: 'https://b.example/' });
    expect(started).toMatchObject({ status: 'active', url: 'https://b.example/' });
    expect(started.nextRunAt).toBeUndefined();
  });

  it('does not start one that is held because its address is another', async () => {
    const held = await whenChanged(known({ status: 'held', nextRunAt: undefined }), { url: 'https://c.example/feed' });
    expect([held.status, held.nextRunAt]).toEqual(['held', undefined]);
  });

  it.each([
    { what: 'an address that is none', change: { url: 'javascript:alert(1)' }, fault: 'invalid' },
    { what: 'an address that another source has', change: { url: 'https://taken.example/feed' }, fault: 'conflict' },
    { what: 'a kind that nobody asks', change: { kind: 'push' }, fault: 'invalid' },
  ] as const)('is refused for $what', async ({ change, fault }) => {
    const other = newSource({ publicationId, url: 'https://taken.example/feed' }, ADDED);
    await expect(whenChanged(known(), change, other)).rejects.toMatchObject({ fault });
  });
});

describe('renewing the keys of a push source', () => {
  it('counts on each time', async () => {
    const push = newSource({ publicationId, url: 'https://a.example/', kind: 'push', title: 'CMS' }, ADDED);
    const sources = sourcesInMemory(push);
    const once = await renewKeys(push, { sources });
    expect([once.keyVersion, (await renewKeys(once, { sources })).keyVersion]).toEqual([1, 2]);
  });
});

describe('the editors’ own source', () => {
  it('is made once', async () => {
    const sources = sourcesInMemory();
    const first = await editorSource(aPublication(), { sources, now });
    expect(first).toMatchObject({
      id: 'editors',
      kind: 'editor',
      url: aPublication().siteUrl,
      fetchState: { baselineAt: NOW },
    });
    expect(await editorSource(aPublication(), { sources, now: () => new Date() })).toEqual(first);
  });

  it('is not a feed that happens to have its id', async () => {
    const sources = sourcesInMemory(newSource({ publicationId, id: 'editors', url: 'https://a.example/feed' }, ADDED));
    await expect(editorSource(aPublication(), { sources, now })).rejects.toMatchObject({ fault: 'conflict' });
  });
});

describe('an address as people type it', () => {
  it.each([
    ['a.example', 'https://a.example'],
    ['a.example:8080/x', 'https://a.example:8080/x'],
    ['localhost:4800', 'https://localhost:4800'],
    ['http://a.example/', 'http://a.example/'],
    ['HTTPS://A.example/', 'HTTPS://A.example/'],
    ['feed:https://a.example/', 'https://a.example/'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ])('%s → %s', (typed, address) => {
    expect(typedAddress(typed)).toBe(address);
  });
});
