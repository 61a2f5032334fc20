import { describe, expect, it } from 'vitest';
import { approveEdition } from '../../../lambdas/digest/approve-edition.ts';
import { askForSend } from '../../../lambdas/digest/ask-for-send.ts';
import { composeEdition } from '../../../lambdas/digest/compose-edition.ts';
import { editionsInMemory } from '../../../lambdas/digest/editions-in-memory.ts';
import type { ReadyMessage } from '../../../lambdas/digest/messages.ts';
import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../../lambdas/platform/queue.ts';
import { type CompositionMessage, digestsInMemory, publicationsInMemory } from '../../../lambdas/publications/index.ts';
import { aDigest, anArticle, anEdition, articlesHeld, RUHR, SITE_URL } from '../samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
/** Of a publication that has forgotten where readers leave. */
const SOURCE = `<mjml lang="de"><mj-head><mj-title>{{ edition.subject }}</mj-title></mj-head><mj-body><mj-section><mj-column>
{% for group in groups %}{% for item in group.items %}{% only item %}<mj-text>{{ item.title }}</mj-text>{% endonly %}{% endfor %}{% endfor %}
<mj-text>{% for line in publication.imprint %}{{ line }} {% endfor %}</mj-text></mj-column></mj-section></mj-body></mjml>`;
const REQUEST: CompositionMessage = {
  requestId: 'woche-1',
  publicationId: 'ruhr',
  digestId: 'woche',
  dueAt: NOW.toISOString(),
  by: 'schedule',
  mode: 'send',
};

function aHouse(source?: string) {
  const editions = editionsInMemory();
  const template = source && { publicationId: 'ruhr', source, by: 'ada', takenAt: NOW };
  return {
    publications: publicationsInMemory(RUHR),
    digests: digestsInMemory(aDigest()),
    articles: articlesHeld(anArticle({ title: 'Forum', ingestedAt: new Date('2026-11-20T08:00:00Z') })),
    editions,
    parts: objectsInMemory(),
    ready: outboxInMemory<ReadyMessage>(),
    ownTemplates: { find: async () => template || undefined },
    noteBlocking: async (found: Omit<Parameters<typeof editions.recordCheck>[0], 'at'>) =>
      editions.recordCheck({ ...found, at: NOW }),
    siteUrl: SITE_URL,
    now: () => NOW,
  };
}

describe('an edition that would go out by itself', () => {
  it('does so when nothing blocks', async () => {
    const deps = aHouse();
    const { outcome } = await composeEdition(REQUEST, deps);
    expect(outcome).not.toHaveProperty('heldBecause');
    expect(deps.ready.sent).toMatchObject([{ editionId: 'ruhr-1' }]);
    expect(await deps.editions.find('ruhr-1')).toMatchObject({ sendsItself: true });
  });

  it('waits as a draft when something does, its run says why, and asking twice sends nothing', async () => {
    const deps = aHouse(SOURCE);
    const { outcome } = await composeEdition(REQUEST, deps);
    expect(outcome).toMatchObject({ heldBecause: 'Im gestalteten Teil fehlt der Link zum Abmelden.' });
    expect((await composeEdition(REQUEST, deps)).outcome).toEqual(outcome);
    expect(deps.ready.sent).toEqual([]);
    expect(await deps.editions.find('ruhr-1')).not.toHaveProperty('sendsItself');
  });

  it('is neither approved nor sent by hand as it is', async () => {
    const deps = aHouse(SOURCE);
    await composeEdition(REQUEST, deps);
    const { contentHash = '' } = (await deps.editions.find('ruhr-1')) ?? {};
    const refusal = { fault: 'conflict', message: /has no link to unsubscribe/ };
    await expect(approveEdition({ editionId: 'ruhr-1', contentHash, by: 'ada' }, deps)).rejects.toMatchObject(refusal);
    await expect(askForSend({ editionId: 'ruhr-1', contentHash }, deps)).rejects.toMatchObject(refusal);
    expect(deps.ready.sent).toEqual([]);
  });
});

describe('an edition with warnings only', () => {
  it('is approved and sent; one that went out is sent on whatever a later check finds', async () => {
    const editions = editionsInMemory(anEdition(1), anEdition(2, { status: 'sent' }));
    const found = { contentHash: 'a'.repeat(64), at: NOW, requestId: 'r' };
    await editions.recordCheck({ ...found, editionId: 'ruhr-1', findings: [{ code: 'preheader-empty', params: {} }] });
    await editions.recordCheck({ ...found, editionId: 'ruhr-2', findings: [{ code: 'no-items', params: {} }] });
    const deps = { editions, ready: outboxInMemory<ReadyMessage>(), now: () => NOW };
    await approveEdition({ editionId: 'ruhr-1', contentHash: found.contentHash, by: 'ada' }, deps);
    for (const editionId of ['ruhr-1', 'ruhr-2']) await askForSend({ editionId, contentHash: found.contentHash }, deps);
    expect(deps.ready.sent).toHaveLength(2);
  });
});
