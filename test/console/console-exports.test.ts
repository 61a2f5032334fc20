import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { at, Rooms } from './fake-rooms.ts';

let site: ConsoleUnderTest;
let editor: EditorBrowser;
beforeAll(async () => {
  site = await startConsole();
  editor = await site.signedIn();
});
afterAll(() => site.stop());
beforeEach(async () => {
  Object.assign(site.rooms, new Rooms());
  await Promise.all([admit('ada', { schule: '=Förderturm' }), admit('bo', {}, 'en')]);
  await site.rooms.audience.segments.add('ruhr', {
    id: 'englisch',
    title: 'Auf <Englisch>',
    filter: { languages: ['en'] },
  });
});

const HOME = '/console/publications/ruhr/subscribers';
const textOf = async (path: string, browser = editor) => (await browser.look(path)).text();

async function admit(name: string, fields: Record<string, string>, language: 'de' | 'en' = 'de') {
  const moment = at('2026-03-02T09:00:00Z');
  await site.rooms.audience.subscriptions.admit({
    ...{ subscriberId: name, publicationId: 'ruhr', address: `${name}@schule.example`, language, fields },
    ...{ topics: [], cadence: 'weekly', origin: 'editor', requestedAt: moment, confirmedAt: moment },
  });
}

/** The files that the page links to. */
async function filesOf(page: string, browser = editor): Promise<string[]> {
  const html = await textOf(page, browser);
  return [...html.matchAll(/href="([^"]*export\.csv[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}

describe('the export of a list', () => {
  it('says what is in it and how to treat it, and links to its files', async () => {
    const html = await textOf(`${HOME}/export`);
    expect(html).toContain('These files hold personal data.');
    expect(html).toContain('2 people.');
    expect(html).toContain('Auf &lt;Englisch&gt;');
    expect(html).not.toContain('@schule.example');
    expect(await filesOf(`${HOME}/export`)).toEqual([`${HOME}/export.csv?dialect=comma&part=1&parts=1`]);
  });

  it('is a file of its own name that nobody keeps, with cells that no spreadsheet computes', async () => {
    const [file = ''] = await filesOf(`${HOME}/export`);
    const answer = await editor.look(file);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="ruhr-subscribers-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const lines = (await answer.text()).trim().split('\r\n');
    expect(lines[0]).toContain('address,status,topics');
    expect(lines.slice(1).sort()).toEqual([
      expect.stringMatching(/^ada@schule\.example,confirmed,.*,'=Förderturm$/),
      expect.stringMatching(/^bo@schule\.example,confirmed,/),
    ]);
  });

  it('is made for Excel in German when the browser is German, and for whom one chose', async () => {
    const german = await site.signedIn({ 'accept-language': 'de' });
    const [file = ''] = await filesOf(`${HOME}/export`, german);
    const bytes = Buffer.from(await (await german.look(file)).arrayBuffer());
    expect(bytes.toString()).toMatch(/^\uFEFFaddress;status;topics/);
    const [some = ''] = await filesOf(`${HOME}/export?segment=englisch&dialect=comma`, german);
    const answer = await german.look(some);
    expect(answer.headers.get('content-disposition')).toMatch(/ruhr-abonnenten-englisch-[\d-]+\.csv"$/);
    expect((await answer.text()).trim().split('\r\n')).toEqual([expect.any(String), expect.stringMatching(/^bo@/)]);
  });

  it('comes in parts that together are the whole, each a file with the same columns', async () => {
    const parts = await Promise.all(
      [1, 2, 3].map((part) => textOf(`${HOME}/export.csv?part=${part}&parts=3&dialect=comma&field=schule`)),
    );
    const files = parts.map((part) => part.trim().split('\r\n'));
    expect(files.flatMap(([, ...people]) => people)).toHaveLength(2);
    for (const [header] of files) expect(header).toMatch(/^address,.*field:schule/);
  });

  it.each(['part=2&parts=1', 'part=0&parts=1', 'parts=1', 'part=1&parts=65', 'part=1&parts=1&segment=nope'])(
    'has nothing at %s',
    async (query) => expect((await editor.look(`${HOME}/export.csv?${query}`)).status).toBe(404),
  );

  it('is for publishers and admins; others are told whom to ask', async () => {
    site.issuer.claims = { sub: 'person-2', 'cognito:groups': ['editor'] };
    const composer = await site.signedIn();
    for (const path of [`${HOME}/export`, `${HOME}/export.csv?part=1&parts=1`]) {
      const answer = await composer.look(path);
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining('takes the role “publisher”'),
      ]);
    }
  });
});
