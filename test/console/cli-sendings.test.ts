import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { aSentEdition } from './fake-deliveries.ts';
import { aReport, Rooms, TOKEN } from './fake-rooms.ts';
import { runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

const [ADA, BOB, CARL] = ['ada@reader.example', 'bob@reader.example', 'carl@reader.example'] as const;

describe('a sent edition on the command line', () => {
  let rooms: Rooms;
  let server: Served;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rundbrief-cli-'));
    rooms = new Rooms();
    await aSentEdition(rooms.deliveries, [rooms.reader(ADA), rooms.reader(BOB), rooms.reader(CARL)]);
    rooms.reports.set(
      'ruhr-12',
      aReport({ audience: 3, accepted: 1, skipped: 0, failed: 1, held: 1, recount: { planned: 3, agrees: true } }),
    );
    server = await serve(apiApp(rooms.deps()));
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });
  const editions = (...args: string[]) =>
    runCli(['editions', ...args, '--url', server.url, '--token', TOKEN], { cwd: folder });

  it('shows who has an outcome, why, and as JSON', async () => {
    const { code, stdout } = await editions('recipients', 'ruhr-12', '--outcome', 'failed');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${BOB}  failed: message-rejected  -  -\n` });
    const json = await editions('recipients', 'ruhr-12', '--outcome', 'held', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ recipients: [{ address: CARL, outcome: 'held' }], next: null });
    expect((await editions('recipients', 'ruhr-12', '--outcome', 'pending')).stdout).toBe('Nobody\n');
  });

  it('shows as many as are wanted, and how to go on', async () => {
    const { stdout } = await editions('recipients', 'ruhr-12', '--limit', '2');
    expect(stdout.trim().split('\n')).toHaveLength(3);
    expect(stdout).toMatch(/There are more: --after 00-000001\.2/);
    expect((await editions('recipients', 'ruhr-12', '--limit', 'x')).code).toBe(2);
  });

  it('writes a table that only its owner may read', async () => {
    const file = join(folder, 'all.csv');
    expect((await editions('recipients', 'ruhr-12', '--to', file)).stdout).toBe(`Written to ${file}\n`);
    const text = await readFile(file, 'utf8');
    expect(text.split('\r\n')).toHaveLength(1 + 3 + 1);
    expect(text).toContain(`${ADA},accepted,,delivered,mail-1,`);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('tells of one person', async () => {
    expect((await editions('recipient', 'ruhr-12', ADA)).stdout).toBe(
      'ruhr-12  ada@reader.example  accepted  delivered  mail-1\n',
    );
    expect((await editions('recipient', 'ruhr-12', 'x@elsewhere.example')).stdout).toBe('Is not in this publication\n');
  });

  it('has a report that says whether the books agree', async () => {
    const { stdout } = await editions('report', 'ruhr-12', '--exact');
    expect(stdout).toContain('the books agree with the plan of 3');
    expect(stdout).toContain('2 left by a link in it');
  });

  it('says how many have what is cancelled, and how to see who', async () => {
    const { stdout } = await editions('cancel', 'ruhr-12');
    expect(stdout).toContain('Of 3 in its audience 1 have it, 0 perhaps; 0 get nothing.');
    expect(stdout).toContain('editions recipients ruhr-12 --outcome accepted');
  });

  it.each([
    { args: [], code: 2, says: 'Say to whom' },
    { args: ['--missed', '--segment', 'x'], code: 2, says: 'Say to whom' },
    { args: ['--segment', 'x'], code: 1, says: 'no segment "x"' },
    { args: ['--addresses', 'nowhere.txt'], code: 1, says: 'nowhere.txt cannot be read' },
  ])('sends it again to nobody with $args', async ({ args, code, says }) => {
    const ended = await editions('send-again', 'ruhr-12', ...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(says);
    expect(rooms.deliveries.plans.sent).toEqual([]);
  });

  it('sends it again to those who missed it, twice is once, and to others only afterwards', async () => {
    for (let times = 0; times < 2; times += 1) {
      expect((await editions('send-again', 'ruhr-12', '--missed')).stdout).toBe('ruhr-12_2 is on its way\n');
    }
    const file = join(folder, 'people.txt');
    await writeFile(file, `${ADA}\n\n x@elsewhere.example \n`);
    const refused = await editions('send-again', 'ruhr-12', '--addresses', file);
    expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('was sent to others meanwhile') },
    });
    expect(await rooms.deliveries.campaigns.find('ruhr-12_3')).toBeUndefined();
  });
});
