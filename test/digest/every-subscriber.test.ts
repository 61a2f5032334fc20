/** From the renderer's blocks to the bytes of a mail and back: what a reader's program decodes is what was rendered. */
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { parseLinkKeys, personalLinks } from '../../lambdas/audience/index.ts';
import { assembleMessage, hasSomethingFor } from '../../lambdas/digest/assemble-message.ts';
import { itemOf } from '../../lambdas/digest/choose-articles.ts';
import { chosenItems, joinBlocks, type Slot } from '../../lambdas/digest/edition-content.ts';
import { loadParts, storeContent } from '../../lambdas/digest/edition-parts.ts';
import { MOST_HTML_BYTES, SLOT_BYTES } from '../../lambdas/digest/html-size.ts';
import { renderEdition } from '../../lambdas/digest/render-edition.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { UNLABELLED } from '../../lambdas/domain/edition-audience.ts';
import { LAYOUTS } from '../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { escapeMarkup } from '../../templates/digest/escape.ts';
import { edition } from './arbitrary-editions.ts';
import { OWN_TEMPLATE } from './sample-templates.ts';
import { anArticle, anEdition, RUHR, SITE_URL } from './samples.ts';

const TOPICS = [...RUHR.topics.map(({ id }) => id), UNLABELLED];
/** Every choice there is; the first is none, which means everything. */
const CHOICES = Array.from({ length: 2 ** TOPICS.length }, (_, choice) => TOPICS.filter((_, at) => choice & (1 << at)));
const LOOKS = [...LAYOUTS, 'own'] as const;

/** Signed links hold letters, digits and a few marks; others are what an address may hold at all. */
const link = fc
  .array(fc.oneof(fc.constantFrom('k1.', 'aB-_9', '&', "'", '=3D', '%C3%BC', '<', '"'), fc.string({ maxLength: 9 })), {
    maxLength: 40,
  })
  .map((parts) => `${SITE_URL}/x?t=${parts.join('').replace(/[^!-~]/g, '')}`.slice(0, 380));
const links = fc.record<Record<Slot, string>>({ unsubscribe: link, preferences: link });
const to = fc.stringMatching(/^[a-z][\w!#$%&'*+=?^`{|}~-]{0,30}$/).map((local) => `${local}@münchen.example`);

async function partsOf(given: Partial<Edition>, template?: string) {
  const objects = objectsInMemory();
  const { content } = await renderEdition(anEdition(1, given), { publication: RUHR, siteUrl: SITE_URL, template });
  const hash = await storeContent(objects, content);
  return { content, parts: await loadParts(objects, content.editionId, hash) };
}

const read = (message: string) =>
  simpleParser(message, { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true });

describe('what every subscriber’s program decodes', () => {
  it.each(LOOKS)(
    'is what was rendered for their topics, with their links: %s',
    async (look) => {
      let decoded = 0;
      await fc.assert(
        fc.asyncProperty(edition, links, to, async (given, own, address) => {
          const layout = look === 'own' ? {} : { layout: look };
          const { content, parts } = await partsOf({ ...given, ...layout }, look === 'own' ? OWN_TEMPLATE : undefined);
          const escaped = {
            unsubscribe: escapeMarkup(own.unsubscribe),
            preferences: escapeMarkup(own.preferences),
          };
          for (const topics of CHOICES) {
            if (!hasSomethingFor(parts, topics)) continue;
            const message = assembleMessage(parts, { topics, links: own, to: address });
            const mail = await read(message);
            const chosen = chosenItems(content.items, topics);
            expect(mail.html).toBe(joinBlocks(content.html, chosen, escaped));
            expect(mail.text).toBe(joinBlocks(content.text, chosen, own));
            expect(mail.subject ?? '').toBe(content.subject.toWellFormed());
            expect(Buffer.byteLength(mail.html || '')).toBeLessThanOrEqual(MOST_HTML_BYTES);
            expect(bodyLines(message).filter((line) => line.length > 76 || /[^\t -~]/.test(line))).toEqual([]);
            decoded += 1;
          }
        }),
        { numRuns: 30 },
      );
      expect(decoded).toBeGreaterThan(30);
    },
    120_000,
  );
});

describe('the size of what every subscriber gets', () => {
  const longest = (slot: Slot) => `https://${slot}.example/`.padEnd(SLOT_BYTES, 'x');
  const links = { unsubscribe: longest('unsubscribe'), preferences: longest('preferences') };
  const items = Array.from({ length: 200 }, (_, at) => ({
    ...itemOf(anArticle({ title: `Übergänge ${at}`, teaser: 'Größe für alle. '.repeat(31), topics: [] })),
    image: { url: 'https://bildungsnetz.example/b.jpg', alt: 'Ein Bild' },
    topics: TOPICS.filter((topic, bit) => topic !== UNLABELLED && (at + 1) & (1 << bit)),
  }));

  it.each(LOOKS.flatMap((look) => [60, 200].map((count) => ({ look, count }))))(
    'stays below what Gmail clips for every choice, with the longest links: $look, $count articles',
    async ({ look, count }) => {
      const layout = look === 'own' ? {} : { layout: look };
      const given = { ...layout, items: items.slice(0, count), sections: [], leftOut: 12 };
      const { parts } = await partsOf(given, look === 'own' ? OWN_TEMPLATE : undefined);
      const sizes: number[] = [];
      for (const topics of CHOICES) {
        const { html } = await read(assembleMessage(parts, { topics, links, to: 'erika@example.net' }));
        sizes.push(Buffer.byteLength(html || ''));
      }
      expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_HTML_BYTES);
      // The first gets everything, and there is no need to leave more room than one article takes.
      expect(sizes[0]).toBe(Math.max(...sizes));
      expect(sizes[0]).toBeGreaterThan(MOST_HTML_BYTES * 0.9);
    },
  );

  it('counts with links as long as they can become', () => {
    const kid = 'k1234567';
    const keys = parseLinkKeys(JSON.stringify({ current: kid, [kid]: 'x'.repeat(40) }));
    const host = Array.from({ length: 4 }, () => 'a'.repeat(62)).join('.');
    const who = { subscriberId: `${'A'.repeat(21)}Q`, publicationId: 'p'.repeat(40) };
    const made = personalLinks(keys, `https://${host}`)(who);
    for (const one of Object.values(made)) expect(Buffer.byteLength(escapeMarkup(one))).toBeLessThanOrEqual(SLOT_BYTES);
    expect(host.length).toBe(251);
  });
});

/** Headers may be longer where an address cannot be folded. */
function bodyLines(message: string): string[] {
  return message.slice(message.indexOf('\r\n\r\n')).split('\r\n');
}
