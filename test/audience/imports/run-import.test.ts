import { describe, expect, it } from 'vitest';
import { type ImportMapping, OUTCOMES } from '../../../lambdas/audience/index.ts';
import { ADA, aPublication, at, hoursAfter, idOf, MONDAY } from '../samples.ts';
import { ImportHouse, PROVENANCE } from './import-house.ts';

const BY_ADDRESS: ImportMapping = ['address'];

describe('importing people', () => {
  it('subscribes each with a proof that names the line, the words and who said them', async () => {
    const house = new ImportHouse();
    const which = await house.run('E-Mail;Themen\nAda@Reader.Example;Kita\nbob@reader.example;\n');
    expect(await house.subscription('ada@reader.example')).toMatchObject({
      ...{ address: 'Ada@reader.example', status: 'confirmed', topics: ['kita'], cadence: 'weekly', language: 'de' },
      ...{ origin: `import:${which.importId}`, requestedAt: MONDAY, confirmedAt: MONDAY },
    });
    expect((await house.subscription('bob@reader.example'))?.topics).toEqual([]);
    expect(await house.proofs('ada@reader.example')).toEqual([
      { ...ADA, kind: 'imported', at: MONDAY, statement: PROVENANCE, by: 'erna', imported: { line: 2 } },
    ]);
    expect(await house.audience.people.find(ADA.subscriberId)).toMatchObject({ publications: ['ruhr'] });
    expect(await house.import(which)).toMatchObject({
      ...{ state: 'done', rows: { total: 2, done: 2 }, provenance: PROVENANCE, endedAt: MONDAY },
      ...{ counters: { added: 2, invalid: 0 }, dryRun: false },
    });
    expect(await house.report(which)).toEqual(['2 added', '3 added']);
  });

  it('forgets the file with the last line, and keeps what became of the lines', async () => {
    const house = new ImportHouse();
    const which = await house.run('ada@reader.example\n');
    expect([...house.handover.stored.keys()]).toEqual([`imports/ruhr/${which.importId}/report/1/0.json`]);
  });

  it('revives nobody who left, is suppressed or was erased, and leaves alone who is subscribed', async () => {
    const house = new ImportHouse();
    const { subscriptions, suppressions } = house.audience;
    const wish = (address: string) => ({
      ...{ subscriberId: idOf(address), publicationId: 'ruhr', address, topics: ['kita'], cadence: 'daily' as const },
      ...{ language: 'en' as const, requestedAt: MONDAY, confirmedAt: MONDAY },
    });
    for (const name of ['left', 'back', 'bounced', 'known']) await subscriptions.admit(wish(`${name}@x.example`));
    for (const name of ['left', 'back']) {
      await subscriptions.end('ruhr', idOf(`${name}@x.example`), { at: hoursAfter(1), because: 'unsubscribed' });
    }
    // Asked again after leaving, and has not confirmed.
    await subscriptions.request({ ...wish('back@x.example'), requestedAt: hoursAfter(2) }, hoursAfter(99));
    await suppressions.add({ subscriberId: idOf('bounced@x.example'), reason: 'permanent-bounce', since: MONDAY });
    await suppressions.add({ subscriberId: idOf('gone@x.example'), reason: 'erased', since: MONDAY });
    const { confirmedAt, ...asked } = wish('pending@x.example');
    await subscriptions.request(asked, hoursAfter(99));
    const before = structuredClone(subscriptions.held);

    const names = ['left', 'back', 'bounced', 'gone', 'known', 'pending', 'new'];
    const which = await house.run(`email\n${names.map((name) => `${name}@x.example\n`).join('')}`);
    expect(await house.report(which)).toEqual([
      ...['2 left', '3 left', '4 suppressed', '5 erased', '6 known', '7 added', '8 added'],
    ]);
    for (const name of ['left', 'back', 'bounced', 'known']) {
      const key = `ruhr ${idOf(`${name}@x.example`)}`;
      expect(subscriptions.held.get(key)).toEqual(before.get(key));
    }
    expect(await house.subscription('gone@x.example')).toBeUndefined();
    expect(await house.audience.people.find(idOf('gone@x.example'))).toBeUndefined();
    expect(await house.proofs('left@x.example')).toEqual([]);
    expect(await house.subscription('pending@x.example')).toMatchObject({ status: 'confirmed', topics: [] });
  });

  it('makes one person of many lines, their topics united, over pages too', async () => {
    const house = new ImportHouse();
    const filler = Array.from({ length: 600 }, (_, index) => `r${index}@x.example;Kita\n`).join('');
    const list = `email;themen\nada@x.example;Kita\nADA@X.example;schule\n${filler} ada@x.example ;Termine | kita\nr5@x.example;\n`;
    const which = await house.run(list);
    // All three of them: everything, and what comes later as well? No: chosen one by one, over several lines.
    expect(new Set((await house.subscription('ada@x.example'))?.topics)).toEqual(
      new Set(['kita', 'schule', 'termine']),
    );
    expect((await house.subscription('r5@x.example'))?.topics).toEqual([]);
    const report = await house.report(which);
    expect([report[0], report[1], report[602], report[603]]).toEqual([
      ...['2 added', '3 merged', '604 merged', '605 merged'],
    ]);
    expect(await house.import(which)).toMatchObject({
      counters: { added: 601, merged: 3 },
      pages: { total: 2, done: 2 },
    });
  });

  it.each([
    { cell: ' ada@reader.example ', is: 'ada@reader.example' },
    { cell: '\u00a0ada@reader.example\u00a0\u200b', is: 'ada@reader.example' },
    { cell: 'Ada Lovelace <ada@reader.example>', is: 'ada@reader.example' },
    { cell: 'ada+kita@bücher.example', is: 'ada+kita@xn--bcher-kva.example' },
    { cell: 'ada', is: 'invalid no-mailbox' },
    { cell: '', is: 'invalid empty' },
    { cell: 'müller@reader.example', is: 'invalid not-ascii' },
    { cell: 'a\u0000da@reader.example', is: 'invalid bad-name' },
    { cell: 'ada@reader', is: 'invalid bad-domain' },
    { cell: `${'a'.repeat(65)}@reader.example`, is: 'invalid too-long' },
    { cell: 'ada@mail.throwaway.example', is: 'invalid refused-domain' },
  ])('reads the address “$cell” as $is', async ({ cell, is }) => {
    const house = new ImportHouse(aPublication({ signUp: { refuseDomains: ['throwaway.example'] } }));
    const which = await house.run(`name;email\nx;${cell}\nx;b@x.example\n`);
    const [first] = await house.report(which);
    expect(is.startsWith('invalid') ? first : house.addresses()[0]).toBe(is.startsWith('invalid') ? `2 ${is}` : is);
  });

  it('heeds what the other system says of somebody', async () => {
    const house = new ImportHouse();
    const rows = ['yes', 'Abgemeldet', 'unsubscribed', 'pending', '', 'Lehrkraft', 'bounced', 'aktiv'];
    const text = `email;x\n${rows.map((status, index) => `r${index}@x.example;${status}\n`).join('')}`;
    const which = await house.run(text, { mapping: ['address', 'status'] });
    expect(await house.report(which)).toEqual([
      ...['2 added', '3 unsubscribed-there status', '4 unsubscribed-there status', '5 unsubscribed-there status'],
      ...['6 added', '7 unsubscribed-there unknown-status', '8 unsubscribed-there status', '9 added'],
    ]);
  });

  it('takes language, pace, pause, fields and the first consent along', async () => {
    const house = new ImportHouse();
    const columns = 'mail;sprache;takt;pause;schule;ort;seit;ip;bestaetigt;uhr';
    const value = 'x'.repeat(120);
    const row = `ada@x.example;Englisch;monatlich kita=daily;01.05.2026;Gesamtschule\tWest;${value};03.02.2024 10:30;192.0.2.7;2024-02-03T11:00:00+01:00;america/new_york`;
    const mapping: ImportMapping = [
      ...(['address', 'language', 'cadence', 'paused-until', 'field:schule', 'field:ort', 'joined'] as const),
      ...(['network', 'confirmed', 'time-zone'] as const),
    ];
    const which = await house.run(`${columns}\n${row}\n`, { mapping });
    expect(await house.report(which)).toEqual(['2 added fields-cut']);
    expect(await house.subscription('ada@x.example')).toMatchObject({
      ...{ language: 'en', timeZone: 'America/New_York' },
      ...{ cadence: 'monthly', cadences: { kita: 'daily' }, topics: ['schule', 'kita', 'termine'] },
      ...{ pausedUntil: at('2026-05-01T00:00:00Z'), fields: { schule: 'Gesamtschule West', ort: 'x'.repeat(100) } },
      ...{ requestedAt: at('2024-02-03T10:30:00Z'), confirmedAt: at('2024-02-03T10:00:00Z') },
    });
    const [proof] = await house.proofs('ada@x.example');
    expect(proof?.imported).toEqual({
      ...{ line: 2, joined: '2024-02-03T10:30:00.000Z', confirmed: '2024-02-03T10:00:00.000Z', network: '192.0.2.7' },
    });
  });

  it('says that a zone is none, takes no guess of another system, and keeps what somebody has through further lines', async () => {
    const house = new ImportHouse();
    const list = 'email;zeitzone;topics\na@x.example;Mars;Kita\nb@x.example;Asia/Tokyo;Kita\nb@x.example;;Schule\n';
    const which = await house.run(list);
    expect(await house.report(which)).toEqual(['2 added unknown-time-zone', '3 added', '4 merged']);
    expect(await house.subscription('a@x.example')).not.toHaveProperty('timeZone');
    expect(await house.subscription('b@x.example')).toMatchObject({ timeZone: 'Asia/Tokyo' });
    const guessed = 'Email Address,OPTIN_TIME,LEID,EUID,TIMEZONE\nc@x.example,2024-02-03 10:30:00,1,2,Asia/Tokyo\n';
    await house.run(guessed);
    expect(await house.subscription('c@x.example')).not.toHaveProperty('timeZone');
  });

  it('reports topics it does not know and invents none', async () => {
    const house = new ImportHouse();
    const list = 'email;topics\na@x.example;"Kita, Sport"\nb@x.example;Sport\nc@x.example;someone@else.example\n';
    const which = await house.run(list);
    expect(await house.report(which)).toEqual([
      ...['2 added unknown-topics', '3 invalid no-known-topic', '4 invalid no-known-topic'],
    ]);
    expect((await house.subscription('a@x.example'))?.topics).toEqual(['kita']);
    expect((await house.import(which)).unknownTopics).toEqual(['Sport']);
    expect(house.publication.topics).toHaveLength(3);
  });

  it('counts every line once, whatever it comes to', async () => {
    const house = new ImportHouse();
    const lines = Array.from({ length: 1_203 }, (_, index) => `r${index % 1_000}@x.example`);
    const which = await house.run(`email\n${lines.join('\n')}\nnobody\n`);
    const { counters, rows } = await house.import(which);
    expect(OUTCOMES.reduce((sum, outcome) => sum + counters[outcome], 0)).toBe(rows.total);
    expect(counters).toMatchObject({ added: 1_000, merged: 203, invalid: 1 });
    expect(house.addresses()).toHaveLength(1_000);
  });
});

describe('a dry run', () => {
  const LIST = `email\n${Array.from({ length: 700 }, (_, index) => `r${index % 650}@x.example`).join('\n')}\nnobody\n`;

  it('says line by line what the real one then does, and writes nothing about people', async () => {
    const house = new ImportHouse();
    await house.audience.suppressions.add({ subscriberId: idOf('r7@x.example'), reason: 'complaint', since: MONDAY });
    const which = await house.run(LIST, { dryRun: true });
    const tried = await house.import(which);
    expect(tried).toMatchObject({ state: 'ready', dryRun: true, triedAt: MONDAY, rows: { total: 701, done: 701 } });
    expect([house.addresses(), house.audience.people.held.size, house.audience.proofs.entries]).toEqual([[], 0, []]);
    const report = await house.report(which);

    await house.decide(which);
    await house.deliver();
    const done = await house.import(which);
    expect(done).toMatchObject({ state: 'done', dryRun: false, counters: tried.counters });
    expect(done.counters).toMatchObject({ added: 649, merged: 49, suppressed: 2, invalid: 1 });
    expect(await house.report(which)).toEqual(report);
  });

  it('goes on knowing whom it has met when it is continued by another worker', async () => {
    const house = new ImportHouse();
    const which = await house.upload(LIST);
    await house.decide(which, { dryRun: true });
    let pages = 0;
    // One page an invocation.
    const hurried = { ...house.deps, remainingMs: () => (pages++ % 2 === 0 ? 100_000 : 0) };
    await house.deliver(hurried);
    expect((await house.import(which)).counters).toMatchObject({ added: 650, merged: 50, invalid: 1 });
  });
});

describe('a decision', () => {
  const decide = async (mapping: ImportMapping, provenance = PROVENANCE) => {
    const house = new ImportHouse();
    const which = await house.upload('email;ort\nada@x.example;Bochum\n');
    const { decideImport } = await import('../../../lambdas/audience/index.ts');
    await decideImport({ ...which, mapping, provenance, dryRun: false, by: 'erna' }, house.deps);
  };

  it.each([
    {
      why: 'no provenance',
      mapping: ['address', null],
      provenance: '   ',
      says: /^Say where these people have said yes/,
    },
    {
      why: 'a provenance of nine characters',
      mapping: ['address', null],
      provenance: 'Workshops',
      says: /at least 10/,
    },
    { why: 'a provenance without words', mapping: ['address', null], provenance: '1234567890!!', says: /at least 10/ },
    { why: 'no address', mapping: [null, 'topics'], says: 'Say which column holds the email addresses' },
    { why: 'two addresses', mapping: ['address', 'address'], says: 'Two columns are mapped to "address"' },
    {
      why: 'a column too many',
      mapping: ['address', null, null],
      says: 'The file has 2 columns, and the mapping names 3',
    },
    { why: 'a field with a strange name', mapping: ['address', 'field:a b'], says: /letters, digits and hyphens$/ },
  ] as { why: string; mapping: ImportMapping; provenance?: string; says: string | RegExp }[])(
    'is refused with $why',
    async ({ mapping, provenance, says }) => {
      await expect(decide(mapping, provenance)).rejects.toMatchObject({
        fault: 'invalid',
        message: expect.stringMatching(says),
      });
    },
  );

  it('is refused once the import has ended, and for more than ten fields', async () => {
    const house = new ImportHouse();
    const which = await house.run('ada@x.example\n');
    await expect(house.decide(which, { mapping: BY_ADDRESS })).rejects.toMatchObject({ fault: 'conflict' });
    const wide = await house.upload(`email${Array.from({ length: 11 }, (_, i) => `;f${i}`).join('')}\nada@x.example\n`);
    const fields = Array.from({ length: 11 }, (_, index) => `field:f${index}` as const);
    await expect(house.decide(wide, { mapping: ['address', ...fields] })).rejects.toThrow('At most 10 columns');
  });
});
