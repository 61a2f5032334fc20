import { describe, expect, it } from 'vitest';
import { workOnImport } from '../../../lambdas/audience/imports/work-on-import.ts';
import type { ImportMessage } from '../../../lambdas/audience/index.ts';
import { Death, type End, mortal } from '../../delivery/mortal.ts';
import { hoursAfter, idOf, MONDAY } from '../samples.ts';
import { ImportHouse } from './import-house.ts';

const OUTSIDE = [
  ...(['imports', 'handover', 'work', 'crowd', 'subscriptions', 'people', 'proofs', 'suppressions'] as const),
];
const NAMES = ['ada', 'bob', 'ada', 'left', 'cem', 'bounced', 'bob', 'dora', 'nobody'];
const LIST = `email;themen\n${NAMES.map((name, index) =>
  name === 'nobody' ? 'nobody;\n' : `${name}@x.example;${index % 2 ? 'Kita' : 'Schule'}\n`,
).join('')}`;

async function aHouse(): Promise<ImportHouse> {
  const house = new ImportHouse();
  const { subscriptions, suppressions } = house.audience;
  await suppressions.add({ subscriberId: idOf('bounced@x.example'), reason: 'permanent-bounce', since: MONDAY });
  await subscriptions.admit({
    ...{ subscriberId: idOf('left@x.example'), publicationId: 'ruhr', address: 'left@x.example', topics: [] },
    ...{ cadence: 'weekly', language: 'de', requestedAt: MONDAY, confirmedAt: MONDAY },
  });
  await subscriptions.end('ruhr', idOf('left@x.example'), { at: hoursAfter(1), because: 'unsubscribed' });
  return house;
}

const dies = async (act: Promise<unknown>): Promise<void> => {
  await act.catch((error) => {
    if (!(error instanceof Death)) throw error;
  });
};

/** A worker dies at one of its calls; its message comes again, to one that lives. */
async function interrupted(house: ImportHouse, which: ImportMessage, end: End): Promise<number> {
  const deps = mortal(house.deps, [...OUTSIDE], end);
  await dies(workOnImport(which, deps));
  house.work.sent.push(which);
  await house.deliver();
  return deps.calls();
}

const NEVER: End = { atCall: Number.POSITIVE_INFINITY, when: 'before' };

/** Every call of one undisturbed pass, before and after it. */
const endsOf = (calls: number): End[] =>
  Array.from({ length: calls }, (_, call) => call + 1).flatMap((atCall) =>
    (['before', 'after'] as const).map((when) => ({ atCall, when })),
  );

async function expectAllIn(house: ImportHouse, which: ImportMessage) {
  expect(await house.import(which)).toMatchObject({ state: 'done', rows: { total: 9, done: 9 } });
  expect(await house.report(which)).toEqual([
    ...['2 added', '3 added', '4 merged', '5 left', '6 added', '7 suppressed', '8 merged', '9 added'],
    '10 invalid no-mailbox',
  ]);
  expect((await house.import(which)).counters).toMatchObject({
    added: 4,
    merged: 2,
    left: 1,
    suppressed: 1,
    invalid: 1,
  });
  expect(house.addresses()).toEqual([
    ...['ada@x.example', 'bob@x.example', 'cem@x.example', 'dora@x.example', 'left@x.example'],
  ]);
  expect((await house.subscription('ada@x.example'))?.topics).toEqual(['schule']);
  expect(new Set((await house.subscription('bob@x.example'))?.topics)).toEqual(new Set(['kita', 'schule']));
  for (const name of ['ada', 'bob', 'cem', 'dora']) expect(await house.proofs(`${name}@x.example`)).toHaveLength(1);
  expect(await house.proofs('left@x.example')).toEqual([]);
  expect([...house.handover.stored.keys()]).toEqual([expect.stringMatching(/\/report\/1\/0\.json$/)]);
}

describe('a worker that dies', () => {
  const running = async () => {
    const house = await aHouse();
    const which = await house.upload(LIST);
    await house.decide(which);
    house.work.sent.length = 0;
    return { house, which };
  };

  it('at any of its calls while it takes people in leaves nobody out and counts nobody twice', async () => {
    const first = await running();
    const calls = await interrupted(first.house, first.which, NEVER);
    expect(calls).toBeGreaterThan(20);
    await expectAllIn(first.house, first.which);
    for (const end of endsOf(calls)) {
      const { house, which } = await running();
      await interrupted(house, which, end);
      await expectAllIn(house, which);
    }
  });

  it('at any of its calls while it reads the file is succeeded by one that reads it again', async () => {
    const uploaded = async () => {
      const house = await aHouse();
      const { deliver } = house;
      house.deliver = async () => {};
      const which = await house.upload(LIST, { partBytes: 20 });
      house.deliver = deliver;
      house.work.sent.length = 0;
      return { house, which };
    };
    const first = await uploaded();
    const calls = await interrupted(first.house, first.which, NEVER);
    for (const end of endsOf(calls)) {
      const { house, which } = await uploaded();
      await interrupted(house, which, end);
      expect(await house.import(which)).toMatchObject({ state: 'ready', rows: { total: 9 } });
      await house.decide(which);
      await house.deliver();
      await expectAllIn(house, which);
    }
  });

  it('on the third of several pages goes on there, and its pages are done one each', async () => {
    const house = new ImportHouse();
    const people = Array.from({ length: 1_700 }, (_, index) => `r${index % 1_600}@x.example`);
    const which = await house.upload(`email\n${people.join('\n')}\n`);
    await house.decide(which);
    house.work.sent.length = 0;
    await interrupted(house, which, { atCall: 4_000, when: 'after' });
    const done = await house.import(which);
    expect(done).toMatchObject({ state: 'done', pages: { total: 4, done: 4 }, rows: { total: 1_700, done: 1_700 } });
    expect(done.counters).toMatchObject({ added: 1_600, merged: 100 });
    expect(house.addresses()).toHaveLength(1_600);
    expect(house.audience.proofs.entries).toHaveLength(1_600);
  });
});

describe('two workers at once', () => {
  it('come to what one comes to, and one of them stops', async () => {
    const house = await aHouse();
    const which = await house.upload(LIST);
    await house.decide(which);
    house.work.sent.length = 0;
    await Promise.all([workOnImport(which, house.deps), workOnImport(which, house.deps)]);
    await house.deliver();
    await expectAllIn(house, which);
  });
});

describe('somebody who is suppressed while they are imported', () => {
  it.each(['before', 'after'] as const)('gets no mail, %s their subscription is written', async (when) => {
    const house = new ImportHouse();
    const { subscriptions, suppressions } = house.audience;
    const complaint = { subscriberId: idOf('ada@x.example'), reason: 'complaint' as const, since: hoursAfter(0) };
    // Whoever suppresses has looked for subscriptions just before this one was there.
    const admit: typeof subscriptions.admit = async (wish) => {
      if (when === 'before') await suppressions.add(complaint);
      const admitted = await subscriptions.admit(wish);
      if (when === 'after') await suppressions.add(complaint);
      return admitted;
    };
    const which = await house.upload('ada@x.example\nbob@x.example\n');
    await house.decide(which);
    await house.deliver({ ...house.deps, subscriptions: { ...subscriptions, admit } });
    expect(await house.report(which)).toEqual(['1 suppressed', '2 added']);
    expect(await house.subscription('ada@x.example')).toMatchObject({ suppressedBecause: 'complaint' });
  });

  it('is gone again when they were erased meanwhile', async () => {
    const house = new ImportHouse();
    const { subscriptions, suppressions } = house.audience;
    const admit: typeof subscriptions.admit = async (wish) => {
      await suppressions.add({ subscriberId: wish.subscriberId, reason: 'erased', since: MONDAY });
      return subscriptions.admit(wish);
    };
    const which = await house.upload('ada@x.example\n');
    await house.decide(which);
    await house.deliver({ ...house.deps, subscriptions: { ...subscriptions, admit } });
    expect(await house.report(which)).toEqual(['1 erased']);
    expect([house.addresses(), [...house.audience.people.held.values()]]).toEqual([[], []]);
  });
});

describe('an import that is cancelled', () => {
  it('forgets its file, and keeps who was in the page under way', async () => {
    const house = new ImportHouse();
    const { cancelImport } = await import('../../../lambdas/audience/index.ts');
    const people = Array.from({ length: 1_200 }, (_, index) => `r${index}@x.example`);
    const which = await house.upload(`email\n${people.join('\n')}\n`);
    await house.decide(which);
    const { commit } = house.deps.imports;
    // Somebody presses the button while the first page is being worked on.
    const deps = {
      ...house.deps,
      imports: {
        ...house.deps.imports,
        commit: async (...of: Parameters<typeof commit>) => {
          if (of[1].page === 0) await cancelImport(which, house.deps);
          return commit(...of);
        },
      },
    };
    await house.deliver(deps);
    expect(await house.import(which)).toMatchObject({ state: 'cancelled', rows: { total: 1_200, done: 500 } });
    expect((await house.import(which)).counters.added).toBe(500);
    expect(house.addresses()).toHaveLength(500);
    expect([...house.handover.stored.keys()]).toEqual([expect.stringMatching(/\/report\/1\/0\.json$/)]);
  });
});
