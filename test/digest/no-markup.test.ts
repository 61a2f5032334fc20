import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBlocks } from '../../lambdas/digest/edition-content.ts';
import { renderHtml } from '../../lambdas/digest/render-html.ts';
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import { LAYOUTS, type Publication } from '../../lambdas/domain/publication.ts';
import { edition, words } from './arbitrary-editions.ts';
import { OWN_TEMPLATE } from './sample-templates.ts';
import { anEdition, RUHR, SITE_URL } from './samples.ts';

const LINKS = { unsubscribe: 'https://x.example/u', preferences: 'https://x.example/p' };

/** What is there stays there, and what is not is not. */
const harmless = (text: string) => (text.trim() ? 'x' : '');

const harmlessItem = ({ title, teaser, url, image, event: when, ...item }: EditionItem): EditionItem => ({
  ...item,
  title: harmless(title),
  // A teaser that only repeats the title is none.
  teaser: teaser.trim() === title.trim() ? harmless(title) : harmless(teaser) && 'y',
  ...(url && { url: 'https://feed.example/' }),
  ...(image && { image: { url: 'https://feed.example/a.png', alt: harmless(image.alt) } }),
  ...(when && { event: { ...when, place: harmless(when.place ?? '') } }),
});

const harmlessEdition = (given: Partial<Edition>): Partial<Edition> => ({
  ...given,
  subject: harmless(given.subject ?? ''),
  preheader: harmless(given.preheader ?? ''),
  items: given.items?.map(harmlessItem),
  sections: given.sections?.map(({ id, title }) => ({ id, title: harmless(title) })),
});

async function html(given: Partial<Edition>, template: string | undefined, publication: Publication = RUHR) {
  const { blocks } = await renderHtml({
    ...{ publication, edition: anEdition(1, given), language: 'de', siteUrl: SITE_URL, archiveUrl: `${SITE_URL}/a` },
    template,
  });
  return joinBlocks(
    blocks,
    (given.items ?? []).map(() => true),
    LINKS,
  );
}

/** Elements with the names of their attributes, in their order, and how many comments there are. */
function bones(markup: string): string[] {
  const elements = elementsIn(markup).map(({ name, attribs }) => `${name} ${Object.keys(attribs).join(' ')}`);
  return [...elements, `${markup.split('<!--').length} comments`];
}

const elementsIn = (markup: string) =>
  load(markup)('*')
    .get()
    .flatMap((node) => ('attribs' in node ? [node] : []));

const namesIn = (markup: string) => elementsIn(markup).map(({ name }) => name);

const addressesIn = (markup: string) =>
  elementsIn(markup).flatMap(({ attribs: { href, src } }) => [href, src].filter((address) => address !== undefined));

describe('what stands in a feed', () => {
  it.each([...LAYOUTS, 'own'] as const)(
    'never becomes markup of the mail: %s',
    async (look) => {
      const template = look === 'own' ? OWN_TEMPLATE : undefined;
      await fc.assert(
        fc.asyncProperty(edition, async ({ intro: _, ...given }) => {
          const layout = look === 'own' ? {} : { layout: look };
          const mail = await html({ ...given, intro: '', ...layout }, template);
          expect(bones(mail)).toEqual(bones(await html({ ...harmlessEdition(given), intro: '', ...layout }, template)));
          expect(addressesIn(mail).filter((url) => !/^(?:https?:\/\/|mailto:)/.test(url))).toEqual([]);
        }),
        { numRuns: 50 },
      );
    },
    60_000,
  );

  it.each([...LAYOUTS])(
    'cannot be smuggled in by Markdown either: %s',
    async (layout) => {
      const items = anEdition(1).items.slice(0, 1);
      const without = await html({ items, intro: '', outro: 'x', layout }, undefined);
      const usual = [...namesIn(without), 'p', 'a', 'strong', 'em', 'br', 'ul', 'ol', 'li'];
      await fc.assert(
        fc.asyncProperty(words, async (intro) => {
          const mail = await html({ items, intro, outro: 'x', layout }, undefined);
          expect(namesIn(mail).filter((name) => !usual.includes(name))).toEqual([]);
          expect(load(mail)('[onerror], [onmouseover]').length).toBe(0);
          expect(load(mail)('img').length).toBe(load(without)('img').length);
          expect(addressesIn(mail).filter((url) => !/^(?:https?:\/\/|mailto:)/.test(url))).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );
});
