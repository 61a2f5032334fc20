import { describe, expect, it } from 'vitest';
import { storeContent } from '../../lambdas/digest/edition-parts.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { freezeEdition } from '../../lambdas/digest/freeze-edition.ts';
import { renderEdition } from '../../lambdas/digest/render-edition.ts';
import type { FeedsMessage } from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { publicationsInMemory } from '../../lambdas/publications/index.ts';
import { anEdition, RUHR, SITE_URL } from './samples.ts';

async function aDraft() {
  const parts = objectsInMemory();
  const { content } = await renderEdition(anEdition(12), { publication: RUHR, siteUrl: SITE_URL });
  const contentHash = await storeContent(parts, content);
  const editions = editionsInMemory(anEdition(12, { contentHash }));
  const site = objectsInMemory();
  const feeds = outboxInMemory<FeedsMessage>();
  const publications = publicationsInMemory(RUHR);
  return {
    contentHash,
    deps: { publications, editions, parts, site, feeds, now: () => new Date('2026-11-24T07:00:00Z') },
  };
}

describe('freezing an edition', () => {
  it('settles it and puts it into the archive, however often', async () => {
    const { contentHash, deps } = await aDraft();
    for (let time = 0; time < 2; time += 1) {
      expect(await freezeEdition('ruhr-12', contentHash, deps)).toMatchObject({ id: 'ruhr-12', status: 'frozen' });
    }
    const page = deps.site.stored.get('archive/ruhr/12');
    expect(page).toMatchObject({ contentType: 'text/html; charset=utf-8' });
    const html = Buffer.from(page?.body ?? []).toString();
    expect(html).toContain('<html lang="de"');
    expect(html).toContain('Neun Städte, eine Lernwerkstatt');
    expect(html).toContain('Mercatorhalle, Duisburg');
    expect(deps.feeds.sent).toEqual([{ publicationId: 'ruhr' }, { publicationId: 'ruhr' }]);
    expect(html).not.toMatch(/unsubscribe|preferences|slot/);
  });

  it('publishes nothing when the content is not what was approved', async () => {
    const { deps } = await aDraft();
    await expect(freezeEdition('ruhr-12', 'b'.repeat(64), deps)).rejects.toMatchObject({ fault: 'conflict' });
    await expect(freezeEdition('ruhr-99', 'b'.repeat(64), deps)).rejects.toMatchObject({ fault: 'not-found' });
    expect(deps.site.stored.size).toBe(0);
    expect(deps.feeds.sent).toEqual([]);
  });
});
