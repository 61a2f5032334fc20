import { describe, expect, it } from 'vitest';
import { checkEdition } from '../../../lambdas/digest/check-edition.ts';
import { lookAtAddresses } from '../../../lambdas/digest/checks/look-at-addresses.ts';
import { editionsInMemory } from '../../../lambdas/digest/editions-in-memory.ts';
import { sealEdition } from '../../../lambdas/digest/seal-edition.ts';
import type { Edition } from '../../../lambdas/domain/edition.ts';
import { LAYOUTS } from '../../../lambdas/domain/publication.ts';
import type { AddressLook } from '../../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { sampleDigest } from '../../../templates/digest/sample.ts';
import { aSource } from '../../console/fake-rooms.ts';
import { anEdition, SITE_URL } from '../samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const PICTURE = Buffer.from('\xff\xd8\xff', 'latin1');
const page: AddressLook = { kind: 'found', finalUrl: 'https://a.example/', bytes: 0, beginning: PICTURE };

async function aHouse(over: Partial<Edition> = {}, looks: Record<string, AddressLook> = {}) {
  const { edition, publication } = sampleDigest('de');
  const parts = objectsInMemory();
  const draft = await sealEdition({ ...edition, ...over, id: 'ruhr-2', number: 2 }, publication, {
    parts,
    siteUrl: SITE_URL,
  });
  const editions = editionsInMemory(draft);
  const asked: string[] = [];
  const deps = {
    editions,
    publications: { find: async () => publication },
    sources: { list: async () => [aSource()] },
    parts,
    look: async (url: string) => {
      asked.push(url);
      return looks[url] ?? page;
    },
    restMilliseconds: 0,
    siteUrl: SITE_URL,
    now: () => NOW,
  };
  const check = async () => {
    await checkEdition({ editionId: 'ruhr-2', requestId: 'r1' }, deps);
    return editions.findCheck('ruhr-2', draft.contentHash);
  };
  return { deps, draft, asked, check };
}

describe('an edition', () => {
  it('of ours has nothing wrong in any look, and its own pages need not be there yet', async () => {
    for (const layout of LAYOUTS) {
      const { check, asked } = await aHouse({ layout });
      expect((await check())?.findings).toEqual([]);
      expect(asked.length).toBeGreaterThan(5);
      expect(asked.filter((url) => /\/archive\/|\.ics$|openstreetmap|\.invalid/.test(url))).toEqual([]);
      expect(new Set(asked).size).toBe(asked.length);
    }
  });

  it('that was shortened says that, and nothing else', async () => {
    const { edition } = sampleDigest('de');
    const items = Array.from({ length: 60 }, (_, at) => ({
      ...{ articleId: `a${at}`, title: `Beitrag ${at}`, teaser: 'Größe für alle. '.repeat(25), topics: [] },
      ...{ url: `https://bildungsnetz.example/${at}`, publishedAt: edition.composedAt },
    }));
    const { check, draft } = await aHouse({ items, sections: [] });
    expect(draft.shortened).toBeGreaterThan(5);
    expect((await check())?.findings).toEqual([{ code: 'items-shortened', params: { count: draft.shortened } }]);
  });

  it('is compared with the last one that went out, not with drafts', async () => {
    const { deps, draft, check } = await aHouse();
    await deps.editions.create(anEdition(1, { status: 'sent', subject: draft.subject, items: draft.items }), 'a');
    expect((await check())?.findings.map(({ code }) => code)).toEqual(['articles-repeated', 'subject-repeated']);
    expect((await check())?.findings).toMatchObject([{ params: { edition: 'ruhr-1' } }, {}]);
  });

  it('says what is behind its links, and how many were looked at', async () => {
    const { draft } = await aHouse();
    const url = draft.items[0]?.url ?? '';
    const { check, asked } = await aHouse({}, { [url]: { kind: 'gone', why: 'status', status: 404 } });
    expect(await check()).toMatchObject({
      requestId: 'r1',
      at: NOW,
      findings: [{ code: 'link-dead', params: { address: url, why: 'status-404' } }],
      addresses: { checked: asked.length, unchecked: 0 },
    });
  });

  it('says whose picture it is that is not there', async () => {
    const { draft } = await aHouse();
    const item = draft.items.find(({ image }) => image);
    const url = item?.image?.url ?? '';
    const { check } = await aHouse({}, { [url]: { kind: 'gone', why: 'status', status: 404 } });
    expect((await check())?.findings).toEqual([
      { code: 'image-dead', params: { address: url, article: item?.title, why: 'status-404' } },
    ]);
  });

  it('that is gone is no failure to try again', async () => {
    const { deps } = await aHouse();
    await checkEdition({ editionId: 'ruhr-9', requestId: 'r1' }, deps);
  });
});

describe('strangers’ servers', () => {
  const settings = { restMilliseconds: 1 };
  const wanted = (...urls: string[]) => urls.map((url) => ({ url, mostBytes: 0 }));
  const many = (host: string, count: number) => Array.from({ length: count }, (_, at) => `https://${host}/${at}`);

  it('are asked one thing at a time, several of them side by side', async () => {
    const busy = new Map<string, number>();
    let most = 0;
    const look = async (url: string) => {
      const { host } = new URL(url);
      busy.set(host, (busy.get(host) ?? 0) + 1);
      expect(busy.get(host)).toBe(1);
      most = Math.max(
        most,
        [...busy.values()].reduce((sum, count) => sum + count, 0),
      );
      await new Promise((done) => setTimeout(done, 2));
      busy.set(host, 0);
      return page;
    };
    const { looks } = await lookAtAddresses(wanted(...many('a.example', 5), ...many('b.example', 5)), {
      look,
      ...settings,
    });
    expect([looks.size, most]).toEqual([10, 2]);
  });

  it('are left alone once they ask for it', async () => {
    const limited: AddressLook = { kind: 'unclear', why: 'status', status: 429 };
    const look = async (url: string) => (url.includes('a.example') ? limited : page);
    const found = await lookAtAddresses(wanted(...many('a.example', 5), 'https://b.example/'), { look, ...settings });
    expect([found.looks.size, found.unchecked]).toEqual([2, 4]);
  });

  it('are asked at most a hundred things, and not for ever', async () => {
    const look = async () => page;
    expect((await lookAtAddresses(wanted(...many('a.example', 130)), { look, ...settings })).unchecked).toBe(30);
    const slow = async (_: string, { signal }: { signal?: AbortSignal }) =>
      new Promise<AddressLook>((done) =>
        signal?.addEventListener('abort', () => done({ kind: 'unclear', why: 'timeout' })),
      );
    const found = await lookAtAddresses(wanted('https://a.example/', 'https://b.example/'), {
      look: slow,
      totalMilliseconds: 20,
    });
    expect([found.looks.size, found.unchecked]).toEqual([0, 2]);
  });
});
