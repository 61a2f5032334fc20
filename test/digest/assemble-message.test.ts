import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleMessage, hasSomethingFor } from '../../lambdas/digest/assemble-message.ts';
import { chosenItems, type EditionContent, joinBlocks } from '../../lambdas/digest/edition-content.ts';
import { type EditionParts, loadContent, loadParts, storeContent } from '../../lambdas/digest/edition-parts.ts';
import { loadPreview } from '../../lambdas/digest/load-preview.ts';
import { renderEdition } from '../../lambdas/digest/render-edition.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { escapeMarkup } from '../../templates/digest/escape.ts';
import { sampleDigest } from '../../templates/digest/sample.ts';
import { SITE_URL } from './samples.ts';

const { publication, edition } = sampleDigest('de');
const objects = objectsInMemory();
let content: EditionContent;
let hash: string;
let parts: EditionParts;
beforeAll(async () => {
  ({ content } = await renderEdition(edition, { publication, siteUrl: SITE_URL }));
  hash = await storeContent(objects, content);
  parts = await loadParts(objects, edition.id, hash);
});

const LINKS = {
  unsubscribe: `${SITE_URL}/unsubscribe?t=k1.${'aB-_9'.repeat(30)}`,
  preferences: `${SITE_URL}/preferences?t=k1.${'Zz-_0'.repeat(30)}&x=<'">`,
};
const read = (message: string) =>
  simpleParser(message, { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true });
const recipient = (topics: string[] = []) => ({ topics, links: LINKS, to: 'erika@example.net' });

describe('a message', () => {
  it('reads, decoded, exactly as it was rendered, for every choice of topics', async () => {
    const topics = publication.topics.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(fc.subarray([...topics, 'kein-thema']), async (choice) => {
        fc.pre(hasSomethingFor(parts, choice));
        const mail = await read(assembleMessage(parts, recipient(choice)));
        const chosen = chosenItems(content.items, choice);
        const escaped = { unsubscribe: escapeMarkup(LINKS.unsubscribe), preferences: escapeMarkup(LINKS.preferences) };
        expect(mail.html).toBe(joinBlocks(content.html, chosen, escaped));
        expect(mail.text).toBe(joinBlocks(content.text, chosen, LINKS));
        for (const [index, { url = '' }] of edition.items.entries()) {
          expect(mail.text?.includes(`${url}\n`)).toBe(chosen[index]);
          expect((mail.html || '').includes(`href="${escapeMarkup(url)}"`)).toBe(chosen[index]);
        }
      }),
    );
  });

  it('has no line over 76 octets, and nothing but printable ASCII', () => {
    const lines = assembleMessage(parts, recipient()).split('\r\n');
    const long = lines.filter((line) => line.length > 76 && !line.startsWith('List-Unsubscribe: <https://'));
    expect(long).toEqual([]);
    expect(lines.filter((line) => !/^[\t -~]*$/.test(line))).toEqual([]);
  });

  it('says nothing of events that are over when it is sent, and there is none where nothing else is left', async () => {
    const events = edition.items.flatMap(({ event, url = '' }) => (event ? [url] : []));
    const at = new Date('2036-01-01T00:00:00Z');
    const { text = '' } = await read(assembleMessage(parts, { ...recipient(), at }));
    expect(events.length).toBeGreaterThan(0);
    expect(events.filter((url) => text.includes(url))).toEqual([]);
    const onlyEvents = { ...parts, items: parts.items.map((item) => ({ ...item, overAt: 0 })) };
    expect(hasSomethingFor(onlyEvents, [], at)).toBe(false);
    expect(hasSomethingFor(onlyEvents, [])).toBe(true);
  });

  it('carries the headers of a list that can be left with one click', async () => {
    const mail = await read(assembleMessage(parts, recipient()));
    const header = (name: string) => mail.headerLines.find(({ key }) => key === name)?.line;
    expect(mail.from?.value).toEqual([{ name: 'Bildungsnetz Ruhr', address: 'rundbrief@mail.bildungsnetz.example' }]);
    expect(mail.to).toMatchObject({ value: [{ address: 'erika@example.net' }] });
    expect(mail.replyTo?.value).toEqual([{ name: '', address: 'redaktion@bildungsnetz.example' }]);
    expect(mail.subject).toBe('Neun Städte, eine Lernwerkstatt und 5 weitere Beiträge');
    expect(header('list-unsubscribe')).toBe(`List-Unsubscribe: <${LINKS.unsubscribe}>`);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(header('list-id')).toBe('List-Id: <ruhr.mail.bildungsnetz.example>');
    expect(header('precedence')).toBe('Precedence: bulk');
  });

  it('shows the heading over the events only to who gets one', async () => {
    const text = async (topics: string[]) => (await read(assembleMessage(parts, recipient(topics)))).text;
    expect(await text(['kita'])).toContain('TERMINE');
    expect(await text(['weiterbildung'])).not.toContain('TERMINE');
  });

  it('is never empty', () => {
    expect(hasSomethingFor(parts, ['kein-thema'])).toBe(false);
    expect(() => assembleMessage(parts, recipient(['kein-thema']))).toThrow(
      expect.objectContaining({ fault: 'not-found' }),
    );
  });

  it.each([
    { ...recipient(), to: 'a@example.net\r\nBcc: b@example.net' },
    { ...recipient(), links: { ...LINKS, unsubscribe: 'https://x.example/\r\nBcc: b@example.net' } },
  ])('refuses whatever could become a header: %j', (hostile) => {
    expect(() => assembleMessage(parts, hostile)).toThrow(expect.objectContaining({ fault: 'invalid' }));
  });

  it('is the same the first and the second time, among more choices of topics than are held', () => {
    const choices = publication.topics.flatMap(({ id }) =>
      Array.from({ length: 12 }, (_, other) => [id, `sonst-${other}`]),
    );
    for (const choice of [...choices, ...choices]) {
      const anew = assembleMessage({ ...parts }, recipient(choice));
      expect(assembleMessage(parts, recipient(choice))).toBe(anew);
    }
  });
});

describe('a preview', () => {
  it('is what readers get, with links that lead nowhere', async () => {
    const preview = await loadPreview(objects, { id: edition.id, contentHash: hash });
    expect(preview.html).toContain('href="#unsubscribe"');
    expect(preview.html).not.toContain('/unsubscribe?t=');
    expect(preview.text).toContain('\n#preferences\n');
    const choice = await loadPreview(objects, { id: edition.id, contentHash: hash }, { topics: ['kita'] });
    expect(choice.text).toContain('Vorlesen');
    expect(choice.text).not.toContain('Nachts');
  });

  it('leaves out events that are over, and their heading with the last of them', async () => {
    const at = new Date('2036-01-01T00:00:00Z');
    const before = await loadPreview(objects, { id: edition.id, contentHash: hash });
    const after = await loadPreview(objects, { id: edition.id, contentHash: hash }, { at });
    expect(before.text).toContain('TERMINE');
    expect(after.text).not.toContain('TERMINE');
    expect(after.html).not.toContain('>Termine<');
    expect(after.articles).toBe(edition.items.filter(({ event }) => !event).length);
    expect(after.articles).toBeLessThan(before.articles);
  });

  it('of what was never rendered is not found', async () => {
    const unknown = { id: edition.id, contentHash: 'b'.repeat(64) };
    await expect(loadPreview(objects, unknown)).rejects.toMatchObject({ fault: 'not-found' });
    await expect(loadParts(objects, edition.id, 'b'.repeat(64))).rejects.toMatchObject({ fault: 'not-found' });
  });

  it('of content that is not what its hash says is refused', async () => {
    const tampered = objectsInMemory();
    await tampered.put(`editions/${edition.id}/${hash}/content.json`, '{}', { contentType: 'application/json' });
    await expect(loadContent(tampered, edition.id, hash)).rejects.toThrow('not what its hash says');
  });
});

describe('the content’s hash', () => {
  it('is the same for the same edition and another for any change', async () => {
    const hashOf = async (over: object) => {
      const rendered = await renderEdition({ ...edition, ...over }, { publication, siteUrl: SITE_URL });
      return storeContent(objectsInMemory(), rendered.content);
    };
    expect(await hashOf({})).toBe(hash);
    for (const change of [{ subject: 'Anders' }, { preheader: 'Anders' }, { intro: '' }, { number: 13 }]) {
      expect(await hashOf(change)).not.toBe(hash);
    }
  });
});
