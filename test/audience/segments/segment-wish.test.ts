import { beforeEach, describe, expect, it } from 'vitest';
import { addSegment, audienceInMemory, renameSegment, segmentWish } from '../../../lambdas/audience/index.ts';
import { aPublication } from '../samples.ts';

let audience: ReturnType<typeof audienceInMemory>;
beforeEach(() => {
  audience = audienceInMemory();
});
const publication = aPublication();
const add = (title: string, filter: unknown = { languages: ['de'] }) =>
  addSegment({ publication, wish: segmentWish.parse({ title, filter }) }, audience);

describe('a segment as an editor wishes it', () => {
  it('keeps what is asked and nothing else', async () => {
    const filter = { topics: ['kita', 'kita'], cadences: [], languages: ['de'], fields: {}, origins: ['import'] };
    expect((await add('  Kitas  ', filter)).filter).toEqual({
      topics: ['kita'],
      languages: ['de'],
      origins: ['import'],
    });
    expect((await audience.segments.list('ruhr')).map(({ title }) => title)).toEqual(['Kitas']);
  });

  it.each([
    { from: '2026-03-29', until: '2026-03-29', is: ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'] },
    { from: '2026-10-25', until: '2026-10-25', is: ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'] },
    {
      from: '2026-03-01T09:00:00+01:00',
      until: '2026-03-01T10:00:00Z',
      is: ['2026-03-01T08:00:00.000Z', '2026-03-01T10:00:00.000Z'],
    },
  ])('reads days on the calendar of the publication: $from to $until', async ({ from, until, is }) => {
    const { filter } = await add('x', { joinedFrom: from, joinedUntil: until });
    expect([filter.joinedFrom, filter.joinedUntil]).toEqual(is);
  });

  it.each([
    { title: 'Öffentliche Schulen & Kitas', id: 'oeffentliche-schulen-kitas' },
    { title: 'Écoles à Liège', id: 'ecoles-a-liege' },
    { title: 'x'.repeat(100), id: 'x'.repeat(40) },
    { title: '???', id: expect.stringMatching(/^segment-[0-9a-f]{8}$/) },
  ])('gets an id that can be read: $id', async ({ title, id }) => expect((await add(title)).id).toEqual(id));

  it('gets another id when its own is taken, and is refused when its name is', async () => {
    await add('Kita A');
    expect((await add('Kita-A')).id).toBe('kita-a-2');
    await expect(add('KITA A')).rejects.toMatchObject({ fault: 'conflict' });
    await expect(
      renameSegment({ publicationId: 'ruhr', segmentId: 'kita-a-2', title: 'kita a' }, audience),
    ).rejects.toMatchObject({ fault: 'conflict' });
    await expect(
      renameSegment({ publicationId: 'ruhr', segmentId: 'gone', title: 'x' }, audience),
    ).rejects.toMatchObject({ fault: 'not-found' });
  });

  it('is one of a hundred at most', async () => {
    for (let number = 0; number < 100; number += 1) await add(`Nummer ${number}`);
    await expect(add('Eines mehr')).rejects.toThrow('at most 100 segments');
  });

  it.each([
    { filter: {}, why: 'needs a condition' },
    { filter: { topics: [], cadences: [] }, why: 'needs a condition' },
    { filter: { topics: ['sport'] }, why: 'There is no topic "sport"' },
    { filter: { joinedFrom: '2026-03-02', joinedUntil: '2026-03-01' }, why: 'ends before it begins' },
  ])('is refused: $why', async ({ filter, why }) => {
    await expect(add('x', filter)).rejects.toThrow(why);
    expect(await audience.segments.list('ruhr')).toEqual([]);
  });

  it.each([
    { filter: { engagement: 'opened' }, why: 'There are no segments by engagement: opens and clicks are not recorded' },
    { filter: { engagement: { opened: true } }, why: 'opens and clicks are not recorded' },
    { filter: { opened: true }, why: 'Unrecognized key' },
    { filter: { joinedFrom: 'yesterday' }, why: 'such as 2026-03-01' },
    { filter: { joinedFrom: '2026-02-30' }, why: 'such as 2026-03-01' },
    { filter: { origins: ['telepathy'] }, why: 'People come by' },
    { filter: { fields: { Ort: [] } }, why: 'selects nobody' },
    { filter: { fields: { Ort: ['x'.repeat(201)] } }, why: 'at most 200' },
    { filter: { topics: Array.from({ length: 51 }, (_, n) => `t${n}`) }, why: 'At most 50' },
  ])('does not fit when it asks for $filter', ({ filter, why }) => {
    const read = segmentWish.safeParse({ title: 'x', filter });
    expect(read.error?.issues[0]?.message).toContain(why);
  });
});
