import { describe, expect, it } from 'vitest';
import { archiveEdition } from '../../lambdas/digest/archive-edition.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { freezeEdition } from '../../lambdas/digest/freeze-edition.ts';
import { sealEdition } from '../../lambdas/digest/seal-edition.ts';
import { archivePath, type Edition } from '../../lambdas/domain/edition.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';
import type { FeedsMessage } from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { publicationsInMemory } from '../../lambdas/publications/index.ts';
import { anEdition, RUHR, SITE_URL } from './samples.ts';

const AT = new Date('2026-11-24T07:00:00Z');

/** Sealed drafts of a publication, and what happens when they go out. */
async function aHouse(numbers: number[], changes: Partial<Publication> = {}) {
  const publication = { ...RUHR, ...changes };
  const parts = objectsInMemory();
  const drafts: Edition[] = [];
  for (const number of numbers) {
    const draft = anEdition(number, { status: 'draft', subject: `Nummer ${number}` });
    drafts.push(await sealEdition(draft, publication, { parts, siteUrl: SITE_URL }));
  }
  const site = objectsInMemory();
  const editions = editionsInMemory(...drafts);
  const publications = publicationsInMemory(publication);
  const feeds = outboxInMemory<FeedsMessage>();
  const deps = { publications, editions, parts, site, feeds, now: () => AT };
  const hashOf = (number: number) => drafts.find((draft) => draft.number === number)?.contentHash ?? '';
  return {
    deps,
    drafts,
    freeze: (number: number) => freezeEdition(`ruhr-${number}`, hashOf(number), deps),
    read: (path: string) => Buffer.from(site.stored.get(path)?.body ?? []).toString(),
    /** Numbers before and after, as the page of an edition links them. */
    neighbours(number: number) {
      const html = this.read(`archive/ruhr/${number}`);
      const find = (rel: string) => new RegExp(`rel="${rel}"[^>]*href="/archive/ruhr/(\\d+)"`).exec(html)?.[1];
      return [find('prev'), find('next')];
    },
  };
}

describe('an edition in the archive', () => {
  it('leads to the one before, which leads to it from now on; drafts are passed over', async () => {
    const house = await aHouse([1, 2, 3, 4]);
    for (const number of [1, 2, 4]) await house.freeze(number);
    expect([1, 2, 4].map((number) => house.neighbours(number))).toEqual([
      [undefined, '2'],
      ['1', '4'],
      ['2', undefined],
    ]);
    expect(house.read('archive/ruhr/3')).toBe('');
  });

  it('takes its place among those that came out before it with later numbers', async () => {
    const house = await aHouse([1, 2, 3]);
    for (const number of [1, 3, 2]) await house.freeze(number);
    expect([1, 2, 3].map((number) => house.neighbours(number))).toEqual([
      [undefined, '2'],
      ['1', '3'],
      ['2', undefined],
    ]);
  });

  it('changes nothing of what was approved', async () => {
    const house = await aHouse([1, 2]);
    const before = [...house.deps.parts.stored.keys()];
    const first = await house.freeze(1);
    await house.freeze(2);
    expect([...house.deps.parts.stored.keys()]).toEqual(before);
    expect((await house.deps.editions.find('ruhr-1'))?.contentHash).toBe(first.contentHash);
  });

  it('is linked also when another one goes out between its look around and its writing', async () => {
    const house = await aHouse([1, 2]);
    const { site } = house.deps;
    let other: Promise<Edition> | undefined;
    const put = async (...page: Parameters<typeof site.put>) => {
      other ??= house.freeze(2);
      await other;
      await site.put(...page);
    };
    await freezeEdition('ruhr-1', house.drafts[0]?.contentHash ?? '', { ...house.deps, site: { put } });
    expect([house.neighbours(1), house.neighbours(2)]).toEqual([
      [undefined, '2'],
      ['1', undefined],
    ]);
  });

  it('is there even if what the one before shows is gone', async () => {
    const house = await aHouse([1, 2]);
    await house.freeze(1);
    house.deps.parts.stored.delete(`editions/ruhr-1/${house.drafts[0]?.contentHash}/content.json`);
    await house.freeze(2);
    expect(house.neighbours(2)).toEqual(['1', undefined]);
    expect(house.neighbours(1)).toEqual([undefined, undefined]);
  });

  it('is found among many drafts that nobody sent', async () => {
    const house = await aHouse([1, 60]);
    for (let number = 2; number < 60; number += 1) {
      await house.deps.editions.create(anEdition(number, { status: 'draft' }), `r${number}`);
    }
    await house.freeze(1);
    await house.freeze(60);
    expect([house.neighbours(1), house.neighbours(60)]).toEqual([
      [undefined, '60'],
      ['1', undefined],
    ]);
  });
});

describe('an edition of an unlisted archive', () => {
  it('has an address that nobody guesses, in its mails and in the site', async () => {
    const house = await aHouse([1, 2], { archive: 'unlisted' });
    const [first, second] = house.drafts as [Edition, Edition];
    expect(first.archiveKey).toMatch(/^[0-9a-f]{32}$/);
    expect(second.archiveKey).not.toBe(first.archiveKey);
    const content = house.deps.parts.stored.get(`editions/ruhr-1/${first.contentHash}/content.json`)?.body;
    expect(Buffer.from(content ?? []).toString()).toContain(`${SITE_URL}/${archivePath(first)}`);
    await house.freeze(1);
    await house.freeze(2);
    expect([...house.deps.site.stored.keys()]).toEqual([archivePath(first), archivePath(second)]);
    expect(house.read(archivePath(second))).not.toMatch(/rel="(?:prev|next)"/);
    expect(house.read(archivePath(second))).toContain('<meta name="robots" content="noindex"/>');
  });

  it('keeps its address when it is changed as a draft, and follows its publication until it goes out', async () => {
    const house = await aHouse([1], { archive: 'unlisted' });
    const [draft] = house.drafts as [Edition];
    const deps = { parts: house.deps.parts, siteUrl: SITE_URL };
    const unlisted: Publication = { ...RUHR, archive: 'unlisted' };
    expect((await sealEdition({ ...draft, subject: 'Neu' }, unlisted, deps)).archiveKey).toBe(draft.archiveKey);
    expect((await sealEdition(draft, unlisted, deps)).contentHash).toBe(draft.contentHash);
    expect((await sealEdition(draft, RUHR, deps)).archiveKey).toBeUndefined();
  });

  it('is passed over by those that are public', async () => {
    const house = await aHouse([1, 2, 3]);
    const [, second] = house.drafts as [Edition, Edition, Edition];
    const keyed = await sealEdition(
      second,
      { ...RUHR, archive: 'unlisted' },
      { parts: house.deps.parts, siteUrl: SITE_URL },
    );
    await house.deps.editions.revise(keyed, second.contentHash);
    await house.freeze(1);
    await freezeEdition('ruhr-2', keyed.contentHash, house.deps);
    await house.freeze(3);
    expect([house.neighbours(1), house.neighbours(3)]).toEqual([
      [undefined, '3'],
      ['1', undefined],
    ]);
  });

  it('that was rendered while the archive was public stays where its mails lead to, and out of search engines', async () => {
    const house = await aHouse([1]);
    const publications = publicationsInMemory({ ...RUHR, archive: 'unlisted' });
    const edition = { ...(house.drafts[0] as Edition), status: 'frozen' as const };
    await archiveEdition(edition, { ...house.deps, publications });
    expect(house.read('archive/ruhr/1')).toContain('<meta name="robots" content="noindex"/>');
    expect(house.read('archive/ruhr/1')).not.toContain('neighbours-->');
  });
});
