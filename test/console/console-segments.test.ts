import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { anEdition, aPublication, aReport, Rooms } from './fake-rooms.ts';

let site: ConsoleUnderTest;
let editor: EditorBrowser;
let german: EditorBrowser;
beforeAll(async () => {
  site = await startConsole();
  editor = await site.signedIn();
  german = await site.signedIn({ 'accept-language': 'de' });
});
afterAll(() => site.stop());
beforeEach(() => {
  Object.assign(site.rooms, new Rooms());
  const topics = ['schule', 'kita'].map((id) => ({ id, title: `Thema ${id}`, words: [] }));
  site.rooms.publications = [aPublication({ topics })];
});

const HOME = '/console/publications/ruhr/segments';
const segments = () => site.rooms.audience.segments;
const textOf = async (path: string, browser = editor) => (await browser.look(path)).text();
const form = (...pairs: [string, string][]) => new URLSearchParams(pairs).toString();
const make = (body: string, browser = editor) =>
  browser.send(HOME, body, { 'content-type': 'application/x-www-form-urlencoded' });
const BOCHUM = { id: 'bochum', title: 'Bochum', filter: { fields: { Ort: ['Bochum'] } } };

describe('making a segment', () => {
  it('keeps every condition, and its page says them in plain words with how many meet them', async () => {
    site.rooms.reader('ada@reader.example', { fields: { Ort: 'bochum' }, origin: 'import:a', topics: ['kita'] });
    site.rooms.reader('ben@reader.example', { fields: { Ort: 'Herne' }, origin: 'form' });
    const answer = await make(
      form(
        ['title', 'Kitas in Bochum & Essen'],
        ['topic', 'kita'],
        ['topic', 'schule'],
        ['cadences', 'weekly'],
        ['languages', 'de'],
        ['origins', 'import'],
        ['joinedFrom', '2026-03-01'],
        ['joinedUntil', '2026-03-31'],
        ['fields', 'Ort = Bochum, Essen\n\n'],
      ),
    );
    expect(answer.headers.get('location')).toBe(`${HOME}/kitas-in-bochum-essen?did=saved`);
    expect((await segments().find('ruhr', 'kitas-in-bochum-essen'))?.filter).toEqual({
      topics: ['kita', 'schule'],
      cadences: ['weekly'],
      languages: ['de'],
      origins: ['import'],
      fields: { Ort: ['Bochum', 'Essen'] },
      // Midnight in Berlin, once before and once after the clocks change.
      joinedFrom: '2026-02-28T23:00:00.000Z',
      joinedUntil: '2026-03-31T22:00:00.000Z',
    });
    const html = await textOf(`${HOME}/kitas-in-bochum-essen`, german);
    for (const words of [
      'Thema kita oder Thema schule',
      'ab 01.03.2026, bis 31.03.2026',
      'einen Import',
      'Bochum oder Essen',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toContain('1</strong> <small>bekommen Post');
    expect(await textOf(HOME)).toContain('Kitas in Bochum &amp; Essen');
  });

  it.each([
    { what: 'no name', body: form(['title', ' '], ['languages', 'de']), said: 'Ein Segment braucht einen Namen' },
    { what: 'no condition', body: form(['title', 'Alle']), said: 'ohne eine wären es alle' },
    { what: 'a strange topic', body: form(['title', 'x'], ['topic', 'sport']), said: 'Es gibt kein Thema „sport“' },
    { what: 'a day that is none', body: form(['title', 'x'], ['joinedFrom', '31.02.2026']), said: 'ist ein Tag wie' },
    {
      what: 'an end before the beginning',
      body: form(['title', 'x'], ['joinedFrom', '2026-03-02'], ['joinedUntil', '2026-03-01']),
      said: 'endet, bevor er beginnt',
    },
    { what: 'a field without values', body: form(['title', 'x'], ['fields', 'Ort']), said: '„Ort“ ist kein Feld' },
    { what: 'a taken name', body: form(['title', 'BOCHUM'], ['languages', 'de']), said: 'gibt es schon' },
  ])('with $what says so in German, and keeps what was typed', async ({ body, said }) => {
    await segments().add('ruhr', BOCHUM);
    const answer = await make(body, german);
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain(said);
    expect(await segments().list('ruhr')).toEqual([BOCHUM]);
  });

  it('says that there is none by opens and clicks', async () => {
    expect(await textOf(HOME)).toContain('they are not recorded');
  });
});

describe('a segment', () => {
  beforeEach(() => segments().add('ruhr', BOCHUM));

  it('is renamed, and means the same', async () => {
    const answer = await editor.submit(`${HOME}/bochum/rename`, { title: 'Stadt Bochum' });
    expect(answer.headers.get('location')).toBe(`${HOME}/bochum?did=renamed`);
    expect(await segments().find('ruhr', 'bochum')).toEqual({ ...BOCHUM, title: 'Stadt Bochum' });
    expect((await editor.submit(`${HOME}/bochum/rename`, { title: '' })).status).toBe(400);
  });

  it('is deleted after a question', async () => {
    expect(await textOf(`${HOME}/bochum/remove`)).toContain('Delete this segment?');
    expect(await segments().list('ruhr')).toHaveLength(1);
    expect((await editor.submit(`${HOME}/bochum/remove`)).headers.get('location')).toBe(`${HOME}?did=removed`);
    expect(await segments().list('ruhr')).toEqual([]);
    expect((await editor.look(`${HOME}/bochum`)).status).toBe(404);
  });

  it('is estimated in a large list, and counted when asked', async () => {
    for (let number = 0; number < 1_200; number += 1) {
      site.rooms.reader(`r${number}@reader.example`, { fields: { Ort: number % 2 ? 'Bochum' : 'Essen' } });
    }
    expect(await textOf(`${HOME}/bochum`)).toMatch(/about [\d,]+<\/strong>/);
    expect(await textOf(`${HOME}/bochum?count=exact`)).toContain('600</strong>');
  });
});

describe('sending to a segment', () => {
  const { contentHash } = anEdition();
  const sent = () => site.rooms.asked.filter((asked) => 'send' in asked);

  it('is offered as soon as there is one, with how many it is', async () => {
    expect(await textOf('/console/editions/ruhr-12/send')).not.toContain('name="segment"');
    await segments().add('ruhr', BOCHUM);
    site.rooms.reader('ada@reader.example', { fields: { Ort: 'Bochum' } });
    expect(await textOf('/console/editions/ruhr-12/send')).toContain(
      '<option value="bochum">only “Bochum” (1)</option>',
    );
  });

  it('hands the segment over as it is at that moment', async () => {
    await segments().add('ruhr', BOCHUM);
    await editor.submit('/console/editions/ruhr-12/send', { contentHash, segment: 'bochum' });
    expect(sent()).toEqual([{ send: { editionId: 'ruhr-12', contentHash, segment: BOCHUM } }]);
  });

  it('goes to everybody when that is chosen', async () => {
    await segments().add('ruhr', BOCHUM);
    await editor.submit('/console/editions/ruhr-12/send', { contentHash, segment: '' });
    expect(sent()).toEqual([{ send: { editionId: 'ruhr-12', contentHash } }]);
  });

  it.each(['gone', '../other', 'x'.repeat(200)])(
    'never goes to everybody because the segment is gone: %s',
    async (segment) => {
      expect((await editor.submit('/console/editions/ruhr-12/send', { contentHash, segment })).status).toBe(404);
      expect(sent()).toEqual([]);
    },
  );

  it('is said in the report, also when the segment is gone', async () => {
    site.rooms.reports.set('ruhr-12', aReport({ segment: BOCHUM }));
    expect(await textOf('/console/editions/ruhr-12/report')).toContain('Sent only to the segment “Bochum”');
  });
});
