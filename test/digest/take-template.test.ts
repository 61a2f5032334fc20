import { beforeEach, describe, expect, it } from 'vitest';
import { askForTemplate } from '../../lambdas/digest/ask-for-template.ts';
import { loadContent } from '../../lambdas/digest/edition-parts.ts';
import type { TemplateMessage } from '../../lambdas/digest/messages.ts';
import type { OwnTemplates } from '../../lambdas/digest/own-templates.ts';
import { ownTemplatesInMemory } from '../../lambdas/digest/own-templates-in-memory.ts';
import { sealEdition } from '../../lambdas/digest/seal-edition.ts';
import { takeTemplate } from '../../lambdas/digest/take-template.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { SHORT_TEMPLATE } from './sample-templates.ts';
import { anEdition, RUHR, SITE_URL } from './samples.ts';

const now = () => new Date('2026-11-23T10:00:00Z');
let ownTemplates: OwnTemplates;
let compositions: ReturnType<typeof outboxInMemory<TemplateMessage>>;
beforeEach(() => {
  ownTemplates = ownTemplatesInMemory();
  compositions = outboxInMemory();
});

const deps = () => ({ publications: { find: async () => RUHR }, ownTemplates, siteUrl: SITE_URL, now });

/** Handed in, and looked at. */
async function handIn(source: string, isTrial = false) {
  const wish = { publicationId: 'ruhr', source, by: 'editor-1', isTrial };
  await askForTemplate(wish, { ownTemplates, compositions, now });
  return takeTemplate(compositions.sent.at(-1) as TemplateMessage, deps());
}

const mailOf = async (edition = anEdition(1)) => {
  const parts = objectsInMemory();
  const { contentHash } = await sealEdition(edition, RUHR, { parts, siteUrl: SITE_URL, ownTemplates });
  const { html } = await loadContent(parts, edition.id, contentHash);
  return JSON.stringify(html);
};

describe('a template that is handed in', () => {
  it('is taken when nothing blocks, and the next edition looks like it', async () => {
    expect(await mailOf()).not.toContain('My own sign');
    const own = SHORT_TEMPLATE.replace('<mj-text>{% if', '<mj-text>My own sign</mj-text><mj-text>{% if');
    expect(await handIn(own)).toEqual({ kind: 'taken', faults: [] });
    expect(await ownTemplates.find('ruhr')).toEqual({
      publicationId: 'ruhr',
      source: own,
      by: 'editor-1',
      takenAt: now(),
    });
    expect(await mailOf()).toContain('My own sign');
    await ownTemplates.remove('ruhr');
    expect(await mailOf()).not.toContain('My own sign');
  });

  it('is refused when something blocks, and the one in use stays', async () => {
    await handIn(SHORT_TEMPLATE);
    const broken = SHORT_TEMPLATE.replace('</h2>', '');
    expect(await handIn(broken)).toEqual({
      kind: 'refused',
      faults: [{ line: 7, column: 33, message: '<h2> is not closed before </mj-text> in line 7', isBlocking: true }],
    });
    expect(await ownTemplates.find('ruhr')).toMatchObject({ source: SHORT_TEMPLATE });
  });

  it('is only looked at when that was asked for', async () => {
    expect(await handIn(SHORT_TEMPLATE, true)).toEqual({ kind: 'checked', faults: [] });
    expect(await ownTemplates.find('ruhr')).toBeUndefined();
  });

  it('is looked at once, however often the queue brings it', async () => {
    await handIn(SHORT_TEMPLATE);
    await ownTemplates.remove('ruhr');
    const [message] = compositions.sent;
    expect(await takeTemplate(message as TemplateMessage, deps())).toEqual({ kind: 'taken', faults: [] });
    expect(await ownTemplates.find('ruhr')).toBeUndefined();
  });

  it('goes nowhere when it is larger than any mail, or was forgotten', async () => {
    await expect(handIn('x'.repeat(200_001))).rejects.toMatchObject({ fault: 'invalid' });
    expect(compositions.sent).toEqual([]);
    expect(
      await takeTemplate({ kind: 'template', publicationId: 'ruhr', requestId: 'long ago' }, deps()),
    ).toBeUndefined();
  });

  it('travels as an id: a queue holds no template', async () => {
    await handIn(SHORT_TEMPLATE);
    expect(JSON.stringify(compositions.sent).length).toBeLessThan(200);
  });
});
