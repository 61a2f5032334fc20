import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protectedCell, unprotectedCell } from '../../../lambdas/audience/exports/protect-cell.ts';
import { type ExportDialect, exportPart, planExport } from '../../../lambdas/audience/index.ts';
import type { Wish } from '../../../lambdas/audience/records/subscriptions.ts';
import type { Subscription } from '../../../lambdas/domain/subscription.ts';
import { ImportHouse } from '../imports/import-house.ts';
import { at, hoursAfter, idOf, MONDAY } from '../samples.ts';

type Person = Partial<Wish> & Pick<Subscription, 'fields' | 'pausedUntil'>;

async function subscribe(house: ImportHouse, address: string, more: Person = {}) {
  const wish = { topics: [], cadence: 'weekly' as const, language: 'de' as const, requestedAt: MONDAY };
  const who = { subscriberId: idOf(address), publicationId: 'ruhr', address };
  await house.audience.subscriptions.admit({ ...wish, ...who, confirmedAt: hoursAfter(1), ...more });
}

async function exported(house: ImportHouse, dialect: ExportDialect = 'comma', segment = {}) {
  const plan = await planExport({ publicationId: 'ruhr', segment: undefined, ...segment }, house.audience);
  const parts = [];
  for (let part = 1; part <= plan.parts; part += 1) {
    const wish = { part, parts: plan.parts, dialect, fields: plan.fields, ...segment };
    parts.push(await exportPart(house.publication, wish, { ...house.audience, crowd: house.deps.crowd }));
  }
  return parts.join('');
}

describe('an export', () => {
  it('says what there is to say about each, and what they agreed to', async () => {
    const house = new ImportHouse();
    await subscribe(house, 'ada@reader.example', {
      ...{
        topics: ['schule', 'kita'],
        cadence: 'monthly',
        cadences: { kita: 'daily' },
        timeZone: 'America/New_York',
        language: 'en',
        origin: 'form',
      },
      ...{ pausedUntil: at('2026-05-01T00:00:00Z'), fields: { schule: 'Gesamtschule "West", Haus 2' } },
    });
    await house.audience.proofs.append({
      ...{ subscriberId: idOf('ada@reader.example'), publicationId: 'ruhr', kind: 'requested', at: MONDAY },
      wording: { version: 'form-3-de', hash: 'abc' },
    });
    expect(await exported(house)).toBe(
      [
        'address,status,topics,cadence,language,joined,origin,paused_until,confirmed,wording,time_zone,field:schule',
        'ada@reader.example,confirmed,"schule, kita",monthly kita=daily,en,2026-03-02T09:30:00.000Z,form,2026-05-01T00:00:00.000Z,2026-03-02T10:30:00.000Z,form-3-de,America/New_York,"Gesamtschule ""West"", Haus 2"',
        '',
      ].join('\r\n'),
    );
    const forExcel = await exported(house, 'excel');
    expect(forExcel.startsWith('\ufeffaddress;status;topics;')).toBe(true);
  });

  it('leaves out who has not confirmed, and with a segment everybody else too', async () => {
    const house = new ImportHouse();
    const { subscriptions } = house.audience;
    for (const name of ['ada', 'left', 'bounced']) await subscribe(house, `${name}@x.example`, { topics: ['kita'] });
    await subscribe(house, 'other@x.example', { topics: ['schule'] });
    await subscriptions.end('ruhr', idOf('left@x.example'), { at: hoursAfter(2), because: 'unsubscribed' });
    await subscriptions.markSuppressed('ruhr', idOf('bounced@x.example'), 'permanent-bounce');
    await subscriptions.request(
      {
        ...{ subscriberId: idOf('p@x.example'), publicationId: 'ruhr', address: 'p@x.example', topics: [] },
        ...{ cadence: 'weekly', language: 'de', requestedAt: MONDAY },
      },
      hoursAfter(99),
    );
    const people = (text: string) =>
      text
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',').slice(0, 2).join(' '))
        .sort();
    expect(people(await exported(house))).toEqual([
      ...[
        'ada@x.example confirmed',
        'bounced@x.example suppressed',
        'left@x.example ended',
        'other@x.example confirmed',
      ],
    ]);
    expect(people(await exported(house, 'comma', { segment: { topics: ['kita'] } }))).toEqual([
      'ada@x.example confirmed',
    ]);
  });

  it('begins each part as a file of its own where they are files', async () => {
    const house = new ImportHouse();
    await subscribe(house, 'ada@x.example');
    const deps = { ...house.audience, crowd: house.deps.crowd };
    for (const part of [1, 2]) {
      const wish = { part, parts: 2, dialect: 'excel', isFile: true } as const;
      expect(await exportPart(house.publication, wish, deps)).toMatch(/^\ufeffaddress;status;/);
    }
  });

  it('is cut into parts that together hold everybody once, under one header', async () => {
    const house = new ImportHouse();
    for (let index = 0; index < 300; index += 1) await subscribe(house, `r${index}@x.example`);
    const deps = { ...house.audience, crowd: house.deps.crowd };
    for (const parts of [1, 3, 7, 64]) {
      let text = '';
      for (let part = 1; part <= parts; part += 1) {
        text += await exportPart(house.publication, { part, parts, dialect: 'comma' }, deps);
      }
      const [header, ...lines] = text.trim().split('\r\n');
      expect(header).toMatch(/^address,/);
      expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(300);
      expect(lines).toHaveLength(300);
    }
    for (const [part, parts] of [
      [0, 1],
      [2, 1],
      [1, 65],
      [1, 0],
    ] as const) {
      await expect(exportPart(house.publication, { part, parts, dialect: 'comma' }, deps)).rejects.toMatchObject({
        fault: 'invalid',
      });
    }
  });

  it('plans as few parts as hold at most 20,000 people each', async () => {
    const planOf = (inEach: number) =>
      planExport(
        { publicationId: 'ruhr' },
        {
          standings: {
            walk: async (_publication, _shard, _needs, look) => {
              for (let count = 0; count < inEach; count += 1) {
                look({ status: 'confirmed', cadence: 'weekly', language: 'de' });
              }
              return { readUnits: 1 };
            },
          },
        },
      );
    expect(await planOf(0)).toEqual({ people: 0, parts: 1, fields: [] });
    expect(await planOf(312)).toMatchObject({ people: 19_968, parts: 1 });
    expect(await planOf(313)).toMatchObject({ people: 20_032, parts: 2 });
    expect(await planOf(1_563)).toMatchObject({ people: 100_032, parts: 6 });
    expect(await planOf(15_625)).toMatchObject({ people: 1_000_000, parts: 64 });
  });
});

describe('a cell that a spreadsheet would compute', () => {
  it.each(['=1+1', '+49', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '＋1', '－1', '＠x', "'=1", "''+x"])(
    'is text in an export and itself again after an import: %j',
    (cell) => {
      expect(protectedCell(cell)).toBe(`'${cell}`);
      expect(unprotectedCell(protectedCell(cell))).toBe(cell);
    },
  );

  it.each(['ada@x.example', "'s-Hertogenbosch", "O'Neil", '', "'", 'a=b', '1-2'])('is none: %j', (cell) => {
    expect([protectedCell(cell), unprotectedCell(cell)]).toEqual([cell, cell]);
  });

  it('comes back whatever it is', () => {
    const character = fc.constantFrom(
      "'",
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '＝',
      '＋',
      '－',
      '＠',
      'a',
      ' ',
      ';',
      '"',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: character, maxLength: 6 }),
        (cell) => unprotectedCell(protectedCell(cell)) === cell,
      ),
    );
  });
});

describe('an export taken in by another house', () => {
  it.each(['comma', 'excel'] as const)('keeps everything about everybody who gets mail: %s', async (dialect) => {
    const house = new ImportHouse();
    await subscribe(house, 'ada@reader.example', {
      ...{
        topics: ['schule', 'kita'],
        cadence: 'monthly',
        cadences: { kita: 'daily' },
        timeZone: 'America/New_York',
        language: 'en',
        origin: 'form',
      },
      ...{
        pausedUntil: at('2026-05-01T00:00:00Z'),
        fields: { 'Schule & Ort': '=HYPERLINK("x")', lang: 'x'.repeat(200), ort: '\'-Bochum; "Mitte"' },
      },
    });
    await subscribe(house, '+plus@reader.example', {
      requestedAt: at('2024-01-01T00:00:00Z'),
      fields: { ort: 'Köln' },
    });
    await subscribe(house, '=sum@reader.example', { cadence: 'instant' });
    await subscribe(house, 'left@reader.example');
    await house.audience.subscriptions.end('ruhr', idOf('left@reader.example'), {
      at: hoursAfter(9),
      because: 'unsubscribed',
    });

    const other = new ImportHouse();
    other.now = hoursAfter(48);
    const which = await other.upload(await exported(house, dialect));
    expect(await other.import(which)).toMatchObject({ state: 'ready', format: 'rundbrief', encoding: 'utf-8' });
    await other.decide(which);
    await other.deliver();
    expect((await other.import(which)).counters).toMatchObject({ added: 3, 'unsubscribed-there': 1, invalid: 0 });
    for (const address of ['ada@reader.example', '+plus@reader.example', '=sum@reader.example']) {
      expect(await other.subscription(address)).toEqual({
        ...(await house.subscription(address)),
        origin: `import:${which.importId}`,
      });
    }
    expect(await other.subscription('left@reader.example')).toBeUndefined();
    const again = await other.run(await exported(house, dialect));
    expect((await other.import(again)).counters).toMatchObject({ added: 0, known: 3 });
  });
});
