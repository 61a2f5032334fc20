import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBlocking } from '../../../lambdas/digest/checks/finding.ts';
import { findingInWords } from '../../../lambdas/digest/checks/finding-words.ts';
import { mailUnderCheck } from '../../../lambdas/digest/checks/mail-under-check.ts';
import { findingsOf } from '../../../lambdas/digest/checks/whole-mail.ts';
import { renderEdition } from '../../../lambdas/digest/render-edition.ts';
import { suggestSubject } from '../../../lambdas/digest/suggest-subject.ts';
import type { Edition, EditionItem } from '../../../lambdas/domain/edition.ts';
import { LAYOUTS } from '../../../lambdas/domain/publication.ts';
import { anEdition, RUHR, SITE_URL } from '../samples.ts';
import { EVENT } from './sample-mail.ts';

const HOSTILE = [
  '{{ name }}',
  '{{name}} und {{ ort }}',
  '{% raw %}{{ a }}{% endraw %}',
  '*|FNAME|*',
  'javascript:alert(1)',
  '<a href="javascript:alert(1)">hier</a>',
  '</title></head><script>alert(1)</script>',
  '{{ 20. März }} e. V.',
  'שלום עולם',
  '🎄'.repeat(40),
  'x'.repeat(300),
  '&amp;lt;b&amp;gt;',
];
const words = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ minLength: 1, unit: 'grapheme' }));
const item = fc
  .record({
    title: words.filter((text) => text.trim() !== ''),
    teaser: fc.oneof(fc.constant(''), words),
    alt: words,
    place: words,
    isEvent: fc.boolean(),
    hasPicture: fc.boolean(),
    topics: fc.subarray(RUHR.topics.map(({ id }) => id)),
  })
  .map(
    ({ title, teaser, alt, place, isEvent, hasPicture, topics }): Omit<EditionItem, 'articleId'> => ({
      ...{ title, teaser, topics },
      url: `https://bildungsnetz.example/?q=${encodeURIComponent(title)}`,
      ...(hasPicture && { image: { url: 'https://bildungsnetz.example/a.png', alt } }),
      ...(isEvent && { event: { ...EVENT, place } }),
      publishedAt: new Date('2026-11-20T08:00:00Z'),
    }),
  );

describe('whatever articles say', () => {
  it('keeps no edition from going out, and is told in sentences', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...LAYOUTS),
        async (made, layout) => {
          const items = made.map((one, at) => ({ ...one, articleId: `a${at}` }));
          const { subject, preheader } = suggestSubject(items, 'de');
          const over: Partial<Edition> = { items, layout, subject, preheader, sections: [] };
          const edition = anEdition(1, over);
          const { content } = await renderEdition(edition, { publication: RUHR, siteUrl: SITE_URL });
          const mail = mailUnderCheck(content, { edition, publication: RUHR, siteUrl: SITE_URL });
          const findings = findingsOf(mail, { sources: [], addresses: { looks: new Map(), unchecked: 0 } });
          expect(findings.filter(isBlocking)).toEqual([]);
          for (const found of findings) expect(findingInWords(found, 'de')).not.toMatch(/undefined|NaN|\[object/);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
