import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { Rooms, TOKEN } from './fake-rooms.ts';
import { employWorker } from './import-worker.ts';
import { runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

const PROVENANCE = 'Anmeldelisten der Fachtagung 2025';

let rooms: Rooms;
let server: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-cli-imports-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  employWorker(rooms);
  server = await serve(apiApp(rooms.deps()));
});
afterEach(() => server.stop());

const env = () => ({ RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN });
const subscribers = (args: string[]) =>
  runCli(['subscribers', ...args, '--publication', 'ruhr'], { cwd: folder, env: env() });
const importing = (file: string, ...args: string[]) =>
  subscribers(['import', file, '--provenance', PROVENANCE, ...args]);
const file = async (name: string, text: string | Uint8Array) => {
  await writeFile(join(folder, name), text);
  return name;
};
const addresses = () => [...rooms.audience.subscriptions.held.values()].map(({ address }) => address).sort();

describe('subscribers import', () => {
  const LIST = 'Mail;Interessen;Ort\nada@reader.example;Schule;Bochum\nbob@reader.example;;\nnobody;;\n';

  it('shows what the columns are taken for, imports and says what came of it', async () => {
    const name = await file('liste.csv', LIST);
    const ended = await importing(name, '--yes', '--map', 'Ort=field:ort', '--map', '2=', '--report', 'bericht.csv');
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/3 of 3 lines, done/) });
    expect(ended.stdout).toMatch(/added +2\n {2}invalid +1/);
    expect(ended.stderr).toMatch(
      /3 lines, a list:\n {2}Mail +address +ada@reader.example\n {2}Interessen +\(left out\)/,
    );
    expect(addresses()).toEqual(['ada@reader.example', 'bob@reader.example']);
    const [ada] = [...rooms.audience.subscriptions.held.values()].filter(({ fields }) => fields);
    expect(ada).toMatchObject({ fields: { ort: 'Bochum' }, topics: [] });
    expect(await readFile(join(folder, 'bericht.csv'), 'utf8')).toBe(
      'line,outcome,reason\r\n2,added,\r\n3,added,\r\n4,invalid,no-mailbox\r\n',
    );
  });

  it('tries without changing anything, and goes on with the same import for real', async () => {
    const name = await file('liste.csv', LIST);
    const tried = await importing(name, '--yes', '--dry-run', '--json');
    const answer = JSON.parse(tried.stdout);
    expect(answer).toMatchObject({ state: 'ready', dryRun: true, counters: { added: 2, invalid: 1 } });
    expect(addresses()).toEqual([]);
    const ended = await importing(name, '--yes', '--resume', answer.id);
    expect(ended.stdout).toMatch(/done/);
    expect(addresses()).toHaveLength(2);
    expect(await rooms.imports.records.list('ruhr', 10)).toHaveLength(1);
  });

  it('goes on with an upload that was broken off, and with no other file', async () => {
    const lines = Array.from({ length: 160_000 }, (_, index) => `reader-${index}@reader.example`);
    const name = await file('lang.csv', `email\n${lines.join('\n')}\n`);
    // The connection breaks at the second part.
    const { put } = rooms.imports.handover;
    rooms.imports.handover.put = (key, ...rest) =>
      key.endsWith('/parts/2') ? Promise.reject(new Error('broken')) : put.call(rooms.imports.handover, key, ...rest);
    const broken = await importing(name, '--yes', '--dry-run');
    expect(broken.code).toBe(1);
    rooms.imports.handover.put = put;
    const { id } = await rooms.imports.newest();

    const other = await file('anders.csv', `mail1\n${lines.join('\n')}`);
    const refused = await importing(other, '--yes', '--dry-run', '--resume', id);
    expect(refused.stderr).toContain('anders.csv is not the file whose upload was begun');
    const ended = await importing(name, '--yes', '--dry-run', '--resume', id);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('Tried 160000 of 160000 lines') });
  });

  it('says on Ctrl-C how to go on', async () => {
    const name = await file('liste.csv', LIST);
    rooms.imports.work.send = async () => {};
    const child = spawn(
      process.execPath,
      [
        new URL('../../bin/cli.ts', import.meta.url).pathname,
        'subscribers',
        'import',
        name,
        '--yes',
        '--publication',
        'ruhr',
        '--provenance',
        PROVENANCE,
      ],
      { cwd: folder, env: { PATH: process.env.PATH, ...env() } },
    );
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    while ((await rooms.imports.records.list('ruhr', 1))[0]?.state !== 'reading')
      await new Promise((later) => setTimeout(later, 20));
    const code = new Promise((ended) => child.on('exit', ended));
    child.kill('SIGINT');
    expect(await code).toBe(130);
    const { id } = await rooms.imports.newest();
    expect(said).toContain(`--resume ${id}`);
  });

  it.each([
    { why: 'nobody can be asked', args: [], code: 2, says: /add --yes/ },
    {
      why: 'the column is unknown',
      args: ['--yes', '--map', 'Telefon=address'],
      code: 2,
      says: /no column "Telefon"; it has: Mail/,
    },
    { why: 'the meaning is unknown', args: ['--yes', '--map', 'Ort=town'], code: 1, says: /mapping/ },
    { why: 'there is no such import', args: ['--yes', '--resume', 'none'], code: 1, says: /no such import/ },
  ])('does nothing when $why', async ({ args, code, says }) => {
    const ended = await importing(await file('liste.csv', LIST), ...args);
    expect(ended).toMatchObject({ code, stderr: expect.stringMatching(says) });
    expect(addresses()).toEqual([]);
  });

  it.each([
    { text: '', says: 'The file is empty' },
    { text: 'email;x\na@x.example;"open\n', says: 'Line 2: A quotation mark is never closed' },
  ])('ends with the reason for a file that is no list: $says', async ({ text, says }) => {
    const ended = await importing(await file('kaputt.csv', text), '--yes');
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(says) });
    expect(ended.stderr).not.toContain('a@x.example');
  });

  it('asks for a provenance', async () => {
    const ended = await subscribers(['import', 'liste.csv', '--yes']);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('--provenance') });
  });
});

describe('subscribers export', () => {
  it('writes a table to a file that only its owner may read, and takes it in again', async () => {
    for (const name of ['ada', '=bob']) rooms.reader(`${name}@reader.example`, { fields: { ort: 'Köln' } });
    const ended = await subscribers(['export', '--to', 'alle.csv', '--dialect', 'excel']);
    expect(ended).toMatchObject({ code: 0, stdout: '2 people in alle.csv\n' });
    const text = await readFile(join(folder, 'alle.csv'), 'utf8');
    expect(text.startsWith('\ufeffaddress;status;')).toBe(true);
    expect(text).toContain("'=bob@reader.example;confirmed");
    expect((await stat(join(folder, 'alle.csv'))).mode & 0o077).toBe(0);

    const before = addresses();
    rooms.audience.subscriptions.held.clear();
    expect((await importing('alle.csv', '--yes')).code).toBe(0);
    expect(addresses()).toEqual(before);
  });

  it('writes to stdout, and with --json wants a file', async () => {
    rooms.reader('ada@reader.example');
    expect((await subscribers(['export'])).stdout).toMatch(/^address,status,.*\r\nada@reader.example,confirmed,/);
    expect((await subscribers(['export', '--json'])).code).toBe(2);
    expect((await subscribers(['export', '--segment', 'none'])).code).toBe(1);
  });
});
