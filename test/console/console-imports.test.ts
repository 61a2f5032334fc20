import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wordsFor } from '../../lambdas/console/choose-words.ts';
import { ROOT } from '../../lib/bundles.ts';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { Rooms } from './fake-rooms.ts';

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
});

const HOME = '/console/publications/ruhr/subscribers';
const CSV = 'E-Mail;Name\r\nada@schule.example;Ada\r\n';
const imports = () => site.rooms.imports;
const textOf = async (path: string, browser = editor) => (await browser.look(path)).text();

const upload = (text: string | Uint8Array<ArrayBuffer>, name = 'liste.csv') => {
  const form = new FormData();
  form.append('file', new File([text], name, { type: 'text/csv' }));
  return editor.upload(`${HOME}/import`, form);
};
/** As the page's script asks. */
const script = (path: string, body: NonNullable<RequestInit['body']>, type = 'application/x-www-form-urlencoded') =>
  editor.send(path, body, { 'content-type': type, accept: 'application/json' });

/** An import whose file has been read. @returns its page */
async function readImport(read: Parameters<Rooms['imports']['hasRead']>[0] = {}): Promise<string> {
  const page = (await upload(CSV)).headers.get('location') ?? '';
  await imports().hasRead(read);
  return page;
}

const decision = {
  'column-0': 'address',
  'column-1': '',
  'column-2': 'topics',
  'column-3': 'field:schule-ort',
  provenance: 'Anmeldebogen der Tagung 2024, Ordner 12',
};

describe('choosing the file of an import', () => {
  it('takes a small one whole, without a script, and begins to read it', async () => {
    const answer = await upload(CSV);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(/\/imports\/[\w-]+$/)]);
    const begun = await imports().newest();
    expect(begun).toMatchObject({ state: 'reading', fileName: 'liste.csv', bytes: CSV.length, by: 'person-1' });
    expect(imports().work.sent).toEqual([{ publicationId: 'ruhr', importId: begun.id }]);
    const page = await textOf(answer.headers.get('location') ?? '');
    expect(page).toContain('The file is being read.');
    expect(page).toContain('http-equiv="refresh"');
  });

  it.each([
    { what: 'no file', send: () => upload('', ''), says: 'Choose a file first.' },
    { what: 'no form of a file', send: () => editor.submit(`${HOME}/import`), says: 'Choose a file first.' },
    { what: 'an empty file', send: () => upload(''), says: 'The file is empty.' },
    {
      what: 'a file of a byte more than 4 MB',
      send: () => upload(new Uint8Array(4 * 1024 * 1024 + 1)),
      says: 'Without JavaScript a file may have at most 4 MB.',
    },
  ])('says on the page what is wrong with $what', async ({ send, says }) => {
    const answer = await send();
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(says)]);
    expect(await imports().records.list('ruhr', 1)).toEqual([]);
  });

  it('does not read a far larger one, and says the same', async () => {
    const answer = await upload(new Uint8Array(4_300_000));
    expect(answer.headers.get('location')).toBe(`${HOME}/import?too=large`);
    const page = await editor.look(`${HOME}/import?too=large`);
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('Without JavaScript a file may')]);
  });

  it('takes a large one in pieces from its script, and goes on where it was interrupted', async () => {
    const begun = await script(`${HOME}/import`, String(new URLSearchParams({ name: 'liste.csv', size: '7' })));
    const { home } = (await begun.json()) as { home: string };
    expect(begun.status).toBe(201);
    const bytes = 'application/octet-stream';
    expect((await script(`${home}/parts/1`, 'E-Ma', bytes)).status).toBe(204);
    const page = await textOf(home);
    expect(page).toContain('has arrived only in part');
    const { parts } = await imports().newest();
    expect(page).toContain(`data-known="1:${parts[1]?.hash}"`);
    expect(page).toContain(`data-home="${home}"`);
    expect(page).toContain('data-piece-bytes="4"');
    const early = await script(`${home}/end`, '');
    expect(early.status).toBe(409);
    expect((await script(`${home}/parts/2`, 'il;', bytes)).status).toBe(204);
    const done = await editor.submit(`${home}/end`);
    expect([done.status, done.headers.get('location')]).toEqual([303, home]);
    expect(await imports().newest()).toMatchObject({ state: 'reading' });
  });

  it.each([
    { wish: { name: 'x.csv', size: '0' }, says: 'The file is empty.' },
    { wish: { name: 'x.csv', size: '300000000' }, says: 'The file is larger than 200 MB' },
  ])('tells the script what is wrong: $says', async ({ wish, says }) => {
    const answer = await script(`${HOME}/import`, String(new URLSearchParams(wish)));
    expect([answer.status, await answer.json()]).toEqual([400, { problem: expect.stringContaining(says) }]);
  });

  it('takes no piece of an import that is over, of another publication, or of none', async () => {
    const page = await readImport();
    const late = await script(`${page}/parts/2`, 'x', 'application/octet-stream');
    expect([late.status, await late.json()]).toEqual([409, { problem: expect.any(String) }]);
    expect((await script(`${HOME}/imports/nope/parts/1`, 'x', 'application/octet-stream')).status).toBe(404);
    expect((await script(`${page}/parts/0`, 'x', 'application/octet-stream')).status).toBe(404);
  });

  it('runs one script, our own, and only on the pages that need it', async () => {
    const answer = await editor.look(`${HOME}/import`);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; connect-src 'self';");
    expect(policy).not.toContain('unsafe');
    const html = await answer.text();
    const [, path = ''] = /<script src="(\/console\/assets\/upload\.[0-9a-f]{16}\.js)" defer/.exec(html) ?? [];
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/ on\w+=| style=/);
    const served = await site.browser().look(path);
    expect(served.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(served.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await textOf(await readImport())).not.toContain('<script');
  });
});

describe('assigning the columns', () => {
  it('shows what was recognised, and the first values beside what we take a column for', async () => {
    const page = await textOf(await readImport(), german);
    for (const expected of [
      'Windows (westeuropäisch)',
      'Semikolon',
      'jörg@schule.example',
      'Schule / Ort',
      '=SUM(A1)',
    ]) {
      expect(page).toContain(expected);
    }
    expect(page).toContain('Ada &lt;b&gt;Lovelace&lt;/b&gt;');
    expect(page).toMatch(/name="column-0" aria-label="Bedeutung von E-Mail".*?value="address" selected/s);
    expect(page).toContain('<option value="field:schule-ort">Eigenes Feld „schule-ort“');
    expect(page).toContain('§ 7 Abs. 2 Nr. 2 UWG');
  });

  it.each([
    { change: { 'column-0': '' }, says: 'Say in which column the email addresses are.' },
    { change: { 'column-1': 'address' }, says: 'Only one column can be the one with the email addresses.' },
    { change: { 'column-1': 'language', 'column-2': 'language' }, says: '“Language” is assigned to two columns.' },
    { change: { 'column-2': 'field:schule-ort' }, says: '“Own field “schule-ort”” is assigned to two columns.' },
    { change: { provenance: '   kurz' }, says: 'in at least 10 characters where these people said yes' },
    { change: { provenance: '1234567890' }, says: 'in at least 10 characters where these people said yes' },
    { change: { provenance: 'x'.repeat(2001) }, says: 'in at most 2,000 characters' },
  ])('gives everything back with what is wrong: $says', async ({ change, says }) => {
    const page = await readImport();
    const answer = await editor.submit(`${page}/decide`, { ...decision, ...change, do: 'import' });
    const html = await answer.text();
    expect([answer.status, html]).toEqual([400, expect.stringContaining(says)]);
    expect(html).toContain((change.provenance ?? decision.provenance).trim());
    expect(html).toMatch(/name="column-3".*?value="field:schule-ort" selected/s);
    expect(await imports().newest()).toMatchObject({ state: 'ready', run: 0 });
  });

  it.each([
    { button: { do: 'try' }, dryRun: true },
    { button: { do: 'import' }, dryRun: false },
    { button: {}, dryRun: true },
  ])('decides as it was said: $button is a dry run: $dryRun', async ({ button, dryRun }) => {
    const page = await readImport();
    const answer = await editor.submit(`${page}/decide`, { ...decision, ...button } as Record<string, string>);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, page]);
    expect(await imports().newest()).toMatchObject({
      state: 'running',
      dryRun,
      decided: ['address', null, 'topics', 'field:schule-ort'],
      provenance: decision.provenance,
      by: 'person-1',
    });
    expect(await textOf(page)).toContain(dryRun ? 'nothing is changed' : 'The import is under way.');
  });
});

describe('the result of an import', () => {
  const tried = async () => {
    const page = await readImport();
    await editor.submit(`${page}/decide`, { ...decision, do: 'try' });
    return page;
  };

  it('of a trial comes with the button that makes it so, for the very same columns', async () => {
    const page = await tried();
    await imports().hasRun({ added: 2, invalid: 1 });
    const html = await textOf(page);
    expect(html).toContain('This was a trial: nothing has been changed yet.');
    expect(html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')).toContain('3 lines = 2 added + 1 not usable');
    const [, form = ''] = /class="actions">(<input type="hidden".*?)<\/form>/s.exec(html) ?? [];
    const fields = Object.fromEntries([...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, n, v]) => [n, v]));
    expect(fields).toEqual({ ...decision, do: 'import' });
    await editor.submit(`${page}/decide`, fields as Record<string, string>);
    expect(await imports().newest()).toMatchObject({ state: 'running', dryRun: false });
  });

  it('of a trial that would add nobody says so instead', async () => {
    const page = await tried();
    await imports().hasRun({ known: 3 });
    const html = await textOf(page);
    expect(html).toContain('nobody in the file would be added');
    expect(html).not.toContain('class="actions"><input type="hidden"');
  });

  it('is kept with its report, in the words of who reads it, and names topics we do not have', async () => {
    const page = await readImport();
    await editor.submit(`${page}/decide`, { ...decision, do: 'import' });
    await imports().hasRun(
      { added: 1, left: 1, invalid: 1 },
      [
        { line: 2, outcome: 'added', reason: 'unknown-topics fields-cut' },
        { line: 3, outcome: 'left' },
        { line: 4, outcome: 'invalid', reason: 'not-ascii' },
      ],
      ['Sport <b>'],
    );
    const html = await textOf(page, german);
    expect(html).toContain('Der Import ist fertig');
    expect(html).toContain('Sport &lt;b&gt;');
    expect(html).not.toContain('http-equiv="refresh"');
    const report = await german.look(`${page}/report.csv?part=1`);
    expect(report.headers.get('content-disposition')).toMatch(/^attachment; filename="import-ruhr-[\w-]+\.csv"$/);
    expect(report.headers.get('cache-control')).toBe('no-store');
    expect((await report.text()).split('\r\n')).toEqual([
      'Zeile;Ergebnis;Grund',
      '2;aufgenommen;"ein Thema gibt es in dieser Publikation nicht; es wurde weggelassen; ein eigenes Feld war zu lang und wurde gekürzt"',
      '3;hier abgemeldet;',
      '4;nicht verwendbar;"vor dem @ steht ein Zeichen, das Mailserver nicht annehmen, etwa ein Umlaut"',
      '',
    ]);
    expect(await textOf(`${HOME}/import`)).toMatch(/liste\.csv.*1 added of 3 lines.*done/s);
    expect((await editor.look(`${page}/report.csv?part=2`)).status).toBe(404);
  });

  it.each([
    { problem: { kind: 'broken-quotes', line: 17 } as const, says: /Line 17 of the file:.*never closed/s },
    { problem: { kind: 'workbook' } as const, says: /Excel workbook/ },
    { problem: { kind: 'no-address-column' } as const, says: /No column holds email addresses/ },
    { problem: { kind: 'only-header' } as const, says: /nothing to import/ },
  ])('that failed says why, in plain words: $problem.kind', async ({ problem, says }) => {
    const page = (await upload(CSV)).headers.get('location') ?? '';
    const { id: importId } = await imports().newest();
    await imports().records.fail({ publicationId: 'ruhr', importId }, problem, new Date());
    const html = await textOf(page);
    expect(html).toMatch(says);
    expect(html).toContain('Nothing was changed.');
    expect(html).not.toContain('http-equiv="refresh"');
  });

  it('that is cancelled is over, at any point before it is done', async () => {
    for (const reach of [() => readImport(), tried, async () => (await upload(CSV)).headers.get('location') ?? '']) {
      const page = await reach();
      const answer = await editor.submit(`${page}/cancel`);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, page]);
      expect((await imports().newest()).cancelledAt).toBeDefined();
      expect(await textOf(page)).toContain('cancelled');
    }
  });

  it('is nobody else’s: neither another publication’s nor a stranger’s', async () => {
    const page = await readImport();
    expect((await editor.look(page.replace('/ruhr/', '/nowhere/'))).status).toBe(404);
    expect((await editor.look(`${HOME}/imports/nope`)).status).toBe(404);
    expect((await site.browser().look(page)).status).toBe(303);
  });
});

describe('who only composes', () => {
  it('is told whom to ask, and can neither import nor export', async () => {
    const page = await readImport();
    site.issuer.claims = { sub: 'person-2', 'cognito:groups': ['editor'] };
    const composer = await site.signedIn();
    for (const path of [`${HOME}/import`, page, `${page}/report.csv`]) {
      const answer = await composer.look(path);
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining('takes the role “publisher”'),
      ]);
    }
    for (const path of [`${HOME}/import`, `${page}/decide`, `${page}/cancel`, `${page}/end`, `${page}/parts/1`]) {
      expect((await composer.submit(path, decision)).status).toBe(403);
    }
    expect(await imports().newest()).toMatchObject({ state: 'ready' });
  });
});

describe('reasons in the report', () => {
  const read = (file: string) => readFileSync(join(ROOT, 'lambdas', 'audience', file), 'utf8');
  const [, problems = ''] = /PROBLEM_IN_WORDS[^{]*\{(.*?)\n\};/s.exec(read('addresses.ts')) ?? [];
  const noted = [
    ...problems.matchAll(/^ {2}'?([a-z-]+)'?:/gm),
    ...read('imports/judge-row.ts').matchAll(/(?:refused\('[a-z-]+', |&& )'([a-z-]+)'/g),
  ].map(([, word = '']) => word);

  it.each(noted)('are words in both languages: %s', (word) => {
    expect(noted.length).toBeGreaterThanOrEqual(15);
    for (const language of ['de', 'en']) expect(wordsFor(language).importing.reasons[word]).toMatch(/\S+ \S+/);
  });
});
