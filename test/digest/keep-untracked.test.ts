import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { assembleMessage } from '../../lambdas/digest/assemble-message.ts';
import { loadParts, storeContent } from '../../lambdas/digest/edition-parts.ts';
import { keepUntracked } from '../../lambdas/digest/keep-untracked.ts';
import { renderEdition } from '../../lambdas/digest/render-edition.ts';
import { LAYOUTS } from '../../lambdas/domain/publication.ts';
import { mimeMessage } from '../../lambdas/platform/mime.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { SITE_URL } from './samples.ts';

const LINKS = {
  unsubscribe: `${SITE_URL}/unsubscribe?t=k1.${'aB-_9'.repeat(30)}`,
  preferences: `${SITE_URL}/preferences?t=k1.${'Zz-_0'.repeat(30)}&x=<'">`,
};
const read = (message: string) =>
  simpleParser(message, { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true });
const MARK = ' ses:no-track=""';

describe.each(LAYOUTS)('personal links in a mail of the look %s', (layout) => {
  it.each(['de', 'en'] as const)('are all marked for SES, and nothing else is changed (%s)', async (language) => {
    const { publication, edition } = sampleDigest(language);
    const { content } = await renderEdition({ ...edition, layout }, { publication, siteUrl: SITE_URL });
    const objects = objectsInMemory();
    const parts = await loadParts(objects, edition.id, await storeContent(objects, content));
    const plain = assembleMessage(parts, { topics: [], links: LINKS, to: 'erika@example.net' });
    const [before, after] = [await read(plain), await read(keepUntracked(plain, LINKS))];
    const marked = String(after.html);
    const tags = marked.match(/<a\b[^>]*>/g) ?? [];
    const personal = tags.filter((tag) => /\/(?:unsubscribe|preferences)\?t=/.test(tag));
    expect(personal.length).toBeGreaterThan(1);
    for (const tag of personal) expect(tag).toContain(MARK);
    expect(tags.filter((tag) => tag.includes('no-track'))).toEqual(personal);
    expect(marked.replaceAll(MARK, '')).toBe(before.html);
    expect(after.text).toBe(before.text);
    expect(after.headers).toEqual(before.headers);
    const lines = keepUntracked(plain, LINKS).split('\r\n');
    expect(lines.filter((line) => line.length > 76 && !line.startsWith('List-Unsubscribe: '))).toEqual([]);
  });
});

it('a link that stands in no attribute is left alone', () => {
  const html = `<p>${LINKS.unsubscribe}</p>`;
  const message = mimeMessage({ headers: [], text: LINKS.unsubscribe, html });
  expect(Buffer.from(keepUntracked(message, LINKS))).toEqual(Buffer.from(message));
});
