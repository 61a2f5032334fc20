import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import type { CompositionRun, EditRun } from '../../lambdas/digest/index.ts';
import { anEdition, at, Rooms, TOKEN } from './fake-rooms.ts';
import { type Ended, runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

const IDS = ['01j0000000aaaaaaaaaa', '01j0000000bbbbbbbbbb', '01j0000000cccccccccc'] as const;
const [FIRST, SECOND, THIRD] = IDS;
const HASH = `${'c0ffee'.repeat(10)}abcd`;

let rooms: Rooms;
let server: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  const [item] = anEdition().items;
  if (!item) throw new Error('The sample has no items');
  const [one, two, three] = IDS.map((articleId, n) => ({ ...item, articleId, title: `Artikel ${n + 1}` }));
  if (!one || !two || !three) throw new Error('There are three');
  rooms.editions = [
    anEdition({
      items: [one, { ...two, section: 'stadt', isShort: true }, { ...three, teaser: 'Kurz.', hasOwnTeaser: true }],
      sections: [{ id: 'stadt', title: 'In der Stadt' }],
    }),
    anEdition({ id: 'ruhr-11', number: 11, status: 'sent', frozenAt: at('2026-03-01T12:00:00Z'), items: [one] }),
  ];
  outcome({ kind: 'edited', contentHash: 'b'.repeat(64) });
  server = await serve(apiApp(rooms.deps()));
});
afterEach(() => server.stop());

const outcome = (became: EditRun['outcome']) => {
  rooms.edits = [{ editionId: 'ruhr-12', requestId: 'request-1', at: at('2026-03-02T09:00:00Z'), outcome: became }];
};
const cli = (args: string[], stdin?: string) =>
  runCli(['editions', ...args], { cwd: folder, env: { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN }, stdin });
const jsonOf = ({ stdout }: Ended): unknown => JSON.parse(stdout);
/** What the last edit asked for. */
const change = () => (rooms.asked.at(-1)?.edit as { change: unknown } | undefined)?.change;

const one = { articleId: FIRST };
const two = { articleId: SECOND, isShort: true, section: 'stadt' };
const three = { articleId: THIRD };

describe('editions show', () => {
  it('lists what is in an edition, what was decided, and where its articles went out before', async () => {
    const { stdout } = await cli(['show', 'ruhr-12']);
    expect(stdout).toContain(`1  ${FIRST}  went out in ruhr-11`);
    expect(stdout).toContain(`2  ${SECOND}  short, under “In der Stadt”`);
    expect(stdout).toContain(`3  ${THIRD}  own teaser`);
    expect(stdout).toContain(HASH);
  });

  it('prints the items as the file that edit takes', async () => {
    const { stdout } = await cli(['show', 'ruhr-12', '--items']);
    expect(stdout).toContain('# Artikel 2');
    expect((await cli(['edit', 'ruhr-12', '--items', '-'], stdout)).code).toBe(0);
    expect(change()).toEqual({
      sections: [{ id: 'stadt', title: 'In der Stadt' }],
      items: [one, two, { ...three, teaser: 'Kurz.' }],
    });
  });
});

describe('editions runs', () => {
  it('tells what became of compositions, those of the schedule too, and when it is looked again', async () => {
    expect((await cli(['runs', '--publication', 'ruhr'])).stdout).toBe('ruhr has composed nothing yet\n');
    const run = (requestId: string, outcome: CompositionRun['outcome']) => ({
      ...{ requestId, publicationId: 'ruhr', at: at('2026-03-02T09:00:00Z'), outcome },
    });
    const nextAt = at('2026-03-09T06:30:00Z');
    rooms.runs = [
      run('r1', { kind: 'skipped', reason: 'nothing new', nextAt }),
      run('r2', { kind: 'composed', editionId: 'ruhr-12', number: 12, articles: 3, heldBecause: 'Ein Fehler.' }),
      run('r3', { kind: 'failed', reason: 'no luck' }),
    ];
    const lines = (await cli(['runs', '--publication', 'ruhr'])).stdout.trim().split('\n');
    expect(lines.map((line) => line.replace(/^\S+ \S+ +/, ''))).toEqual([
      'skipped: nothing new; it is looked again on 2026-03-09T06:30:00.000Z',
      'ruhr-12: 3 articles, which wait: Ein Fehler.',
      'failed: no luck',
    ]);
    expect(jsonOf(await cli(['runs', '--publication', 'ruhr', '--limit', '1', '--json']))).toEqual([
      {
        requestId: 'r1',
        at: '2026-03-02T09:00:00.000Z',
        outcome: { kind: 'skipped', reason: 'nothing new', nextAt: nextAt.toISOString() },
      },
    ]);
  });
});

describe('editions edit', () => {
  it.each([
    { args: ['--drop', '2'], items: [one, three] },
    { args: ['--pin', THIRD], items: [one, two, { ...three, isPinned: true }] },
    {
      args: ['--short', '1', '3', '--long', '2'],
      items: [
        { ...one, isShort: true },
        { ...two, isShort: false },
        { ...three, isShort: true },
      ],
    },
    { args: ['--order', `${THIRD},${SECOND}`], items: [three, two, one] },
    { args: ['--add', 'another'], items: [one, two, three, { articleId: 'another' }] },
    {
      args: ['--teaser', '1=Kürzer = besser.', '--teaser', '3='],
      items: [{ ...one, teaser: 'Kürzer = besser.' }, two, { ...three, teaser: null }],
    },
  ])('says what is to become of articles: $args', async ({ args, items }) => {
    expect((await cli(['edit', 'ruhr-12', ...args])).code).toBe(0);
    expect(rooms.asked).toEqual([{ edit: { editionId: 'ruhr-12', contentHash: HASH, change: { items }, by: 'api' } }]);
  });

  it('writes subject, preheader and what stands around the articles', async () => {
    await writeFile(join(folder, 'vorwort.md'), 'Guten **Morgen**');
    await cli(
      ['edit', 'ruhr-12', '--subject', 'Neu', '--preheader', 'Und gut', '--intro', 'vorwort.md', '--outro', '-'],
      'Bis bald',
    );
    expect(change()).toEqual({ subject: 'Neu', preheader: 'Und gut', intro: 'Guten **Morgen**', outro: 'Bis bald' });
  });

  it('takes a suggestion', async () => {
    expect((await cli(['suggest', 'ruhr-12'])).stdout).toContain('2  Artikel 1\n   Außerdem: Artikel 2 · Artikel 3');
    await cli(['edit', 'ruhr-12', '--suggestion', '2']);
    expect(change()).toEqual({ subject: 'Artikel 1', preheader: 'Außerdem: Artikel 2 · Artikel 3' });
    expect(await cli(['edit', 'ruhr-12', '--suggestion', '9'])).toMatchObject({
      code: 1,
      stderr: 'ruhr-12 has 4 suggestions; see: rundbrief editions suggest ruhr-12\n',
    });
  });

  it('says who was faster, and changes nothing', async () => {
    outcome({ kind: 'conflict', reason: 'The edition was changed meanwhile: look at it again' });
    expect(await cli(['edit', 'ruhr-12', '--subject', 'Neu'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'ruhr-12 was not changed: The edition was changed meanwhile: look at it again\n',
    });
  });

  it('is refused for content that somebody has not seen', async () => {
    expect(await cli(['edit', 'ruhr-12', '--subject', 'Neu', '--seen', 'abc'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ruhr-12 has changed since you saw it'),
    });
    expect(rooms.asked).toEqual([]);
    expect((await cli(['edit', 'ruhr-12', '--subject', 'Neu', '--seen', HASH.slice(0, 8)])).code).toBe(0);
  });

  it.each([
    { args: [], code: 2, says: 'Say what is to be changed' },
    { args: ['--drop', '4'], code: 1, says: '"4" is not in ruhr-12; its articles are listed by' },
    { args: ['--teaser', 'nothing'], code: 1, says: 'must be an article and its teaser' },
    { args: ['--items', 'gone.yaml'], code: 1, says: 'gone.yaml cannot be read' },
    { args: ['--intro', '-', '--outro', '-'], code: 2, says: 'Only one of the files can be stdin' },
    { args: ['--subject', 'two\nlines'], code: 1, says: 'change.subject: must be one line of text' },
  ])('is refused with $args', async ({ args, code, says }) => {
    const ended = await cli(['edit', 'ruhr-12', ...args]);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(says) });
    expect(rooms.asked).toEqual([]);
  });
});

describe('editions approve', () => {
  const wish = { editionId: 'ruhr-12', contentHash: HASH };

  it.each([
    { time: '2026-03-09 07:30', means: '2026-03-09T06:30:00.000Z' },
    { time: '2026-07-09T07:30', means: '2026-07-09T05:30:00.000Z' },
    { time: '2026-03-09T07:30+00:00', means: '2026-03-09T07:30:00.000Z' },
    // 29 March 2026, 02:00 → 03:00; 25 October 2026, 03:00 → 02:00
    { time: '2026-03-29T02:30', means: '2026-03-29T01:30:00.000Z' },
    { time: '2026-10-25T02:30', means: '2026-10-25T00:30:00.000Z' },
  ])('gives it a time, by the clocks of the publication: $time', async ({ time, means }) => {
    const ended = await cli(['approve', 'ruhr-12', '--at', time, '--json']);
    expect(ended).toMatchObject({ code: 0 });
    expect(rooms.asked).toEqual([{ approval: { ...wish, by: 'api', sendAt: new Date(means) } }]);
  });

  it('shows the time with its zone', async () => {
    rooms.editions = [
      anEdition({ sendAt: at('2026-03-09T06:30:00Z'), approval: { by: 'api', at: at('2026-03-02T09:00:00Z') } }),
    ];
    expect((await cli(['approve', 'ruhr-12', '--at', '2026-03-09 07:30'])).stdout).toBe(
      'ruhr-12 is approved and goes out on 2026-03-09 07:30 (Europe/Berlin)\n',
    );
  });

  it('is taken back', async () => {
    expect(await cli(['withdraw', 'ruhr-12'])).toMatchObject({ code: 0 });
    expect(rooms.asked).toEqual([{ noApproval: wish }]);
  });

  it('is refused for a day that is none', async () => {
    expect(await cli(['approve', 'ruhr-12', '--at', '2026-02-30T07:00'])).toMatchObject({
      code: 1,
      stderr: '"2026-02-30T07:00" is no time\n',
    });
  });

  it('is refused for a time that is none', async () => {
    expect(await cli(['approve', 'ruhr-12', '--at', 'soon'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('sendAt: must be a time such as 2026-11-24T07:00'),
    });
    expect(rooms.asked).toEqual([]);
  });
});

describe('new editions', () => {
  const composed = { kind: 'composed' as const, editionId: 'ruhr-13', number: 13, articles: 2 };
  beforeEach(() => {
    rooms.runs = [{ requestId: 'request-1', publicationId: 'ruhr', at: at('2026-03-02T09:00:00Z'), outcome: composed }];
  });

  it('are made of the articles that are named', async () => {
    const ended = await cli(['compose', '--publication', 'ruhr', '--articles', `${SECOND},${FIRST}`, '--json']);
    expect(jsonOf(ended)).toEqual({ id: 'ruhr-13', number: 13, articles: 2 });
    expect(rooms.asked).toEqual([
      { edition: { publicationId: 'ruhr', digestId: undefined, articles: [SECOND, FIRST] } },
    ]);
  });

  it('are made of earlier ones', async () => {
    expect((await cli(['duplicate', 'ruhr-11'])).stdout).toMatch(/^ruhr-13: 2 articles/);
    expect(rooms.asked).toEqual([{ edition: { publicationId: 'ruhr', duplicateOf: 'ruhr-11' } }]);
  });

  it('are refused with an article twice', async () => {
    const ended = await cli(['compose', '--publication', 'ruhr', '--articles', `${FIRST},${FIRST}`]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('an article may be there once only') });
  });
});
