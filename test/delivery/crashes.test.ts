import { describe, expect, it } from 'vitest';
import { planAudience } from '../../lambdas/delivery/plan-audience.ts';
import { reconcile } from '../../lambdas/delivery/reconcile.ts';
import { recordEvidence } from '../../lambdas/delivery/record-evidence.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { startCampaign } from '../../lambdas/delivery/start-campaign.ts';
import { Death, type End, mortal } from './mortal.ts';
import { anEdition } from './samples.ts';
import { sesModel } from './ses-model.ts';
import { aWorld, duplicates, type World } from './world.ts';

const READERS = 23;
const CHUNK = { campaignId: 'ruhr-12', chunk: '00-000001' };

/** Runs the act once to its end, to learn how many calls it makes; then a row for each place to die at. */
async function everyEnd(act: (end: End) => Promise<{ calls: () => number }>): Promise<End[]> {
  const calls = (await act({ atCall: Number.POSITIVE_INFINITY, when: 'before' })).calls();
  expect(calls).toBeGreaterThan(2);
  return Array.from({ length: calls }, (_, call) => call + 1).flatMap((atCall) =>
    (['before', 'after'] as const).map((when) => ({ atCall, when })),
  );
}

const dies = async (act: Promise<unknown>): Promise<void> => {
  await act.catch((error) => {
    if (!(error instanceof Death)) throw error;
  });
};

/** Everybody was written to exactly once as far as SES knows, and the books say the same. */
async function expectAllServed(world: World, { audience = READERS, mayBeHeld = 0 } = {}) {
  const { status, totals } = await world.untilOver();
  expect(status).toBe('closed');
  expect(duplicates(world)).toEqual([]);
  expect(totals).toMatchObject({ audience, accepted: world.ses.accepted.size, unknown: 0, pending: 0 });
  expect(totals?.held).toBeLessThanOrEqual(mayBeHeld);
  expect(world.ses.accepted.size + (totals?.held ?? 0)).toBe(audience);
}

describe('a sender that dies', () => {
  async function dyingSender(end: End) {
    const world = await aWorld({ readers: READERS }).ready();
    const outside = ['campaigns', 'ledgers', 'manifests', 'recipients', 'pace', 'send', 'chunks', 'letters'] as const;
    const deps = mortal(world.senderDeps(), [...outside], end);
    await dies(sendChunk(CHUNK, deps));
    return { world, calls: deps.calls };
  }

  it('at any of its calls, before or after, costs nobody a mail and sends nobody two', async () => {
    for (const end of await everyEnd(dyingSender)) {
      const { world } = await dyingSender(end);
      // Who was in flight and not handed over is held for an editor; at most one window.
      await expectAllServed(world, { mayBeHeld: 10 });
    }
  });

  it('is succeeded at once when SQS brings its message again after the lease', async () => {
    for (const end of await everyEnd(dyingSender)) {
      const { world } = await dyingSender(end);
      world.wait(360);
      await world.send();
      const { inFlight, accepted, unknown } = await world.ledger();
      expect([inFlight.size, accepted.size + unknown.size]).toEqual([0, READERS]);
      expect(duplicates(world)).toEqual([]);
    }
  });

  it('leaves nobody held when every one of its messages had reached SES', async () => {
    // After the last send and before its outcome is written.
    const { world } = await dyingSender({ atCall: 1, when: 'before' });
    const ses = world.ses;
    let sent = 0;
    const noMore = {
      ...world.ledgers,
      replace: (...args: Parameters<typeof world.ledgers.replace>) =>
        sent === READERS ? Promise.reject(new Death()) : world.ledgers.replace(...args),
    };
    const send: typeof ses.send = (mail) => {
      sent += 1;
      return ses.send(mail);
    };
    await dies(world.send('00-000001', { ledgers: noMore, send }));
    expect((await world.ledger()).inFlight.size).toBe(3);
    await expectAllServed(world, { mayBeHeld: 0 });
  });
});

describe('a sender that is killed', () => {
  const outside = ['campaigns', 'ledgers', 'manifests', 'recipients', 'pace', 'send', 'chunks', 'letters'] as const;
  const NOBODY = { inFlight: 0, accepted: 0, unknown: 0 };

  it.each<{ step: string; end: End; left: typeof NOBODY; taken: number; mayBeHeld: number }>([
    {
      step: 'before the claim',
      end: { of: 'ledgers.replace', atCall: 1, when: 'before' },
      ...{ left: NOBODY, taken: 0, mayBeHeld: 0 },
    },
    {
      step: 'after the claim, before anything went to SES',
      end: { of: 'ledgers.replace', atCall: 1, when: 'after' },
      ...{ left: { ...NOBODY, inFlight: 10 }, taken: 0, mayBeHeld: 10 },
    },
    {
      step: 'in the middle of a window',
      end: { of: 'send', atCall: 4, when: 'after' },
      ...{ left: { ...NOBODY, inFlight: 10 }, taken: 4, mayBeHeld: 6 },
    },
    {
      step: 'after SES accepted a window, before its outcome is written',
      end: { of: 'ledgers.replace', atCall: 2, when: 'before' },
      ...{ left: { ...NOBODY, inFlight: 10 }, taken: 10, mayBeHeld: 0 },
    },
    {
      step: 'after an outcome is written, before the next window',
      end: { of: 'ledgers.replace', atCall: 2, when: 'after' },
      ...{ left: { inFlight: 10, accepted: 10, unknown: 0 }, taken: 10, mayBeHeld: 10 },
    },
    {
      step: 'after the last outcome is written, before the queue message is deleted',
      end: { of: 'ledgers.replace', atCall: 4, when: 'after' },
      ...{ left: { ...NOBODY, accepted: READERS }, taken: READERS, mayBeHeld: 0 },
    },
  ])('$step: its message comes again, and nobody is lost or has two', async ({ end, left, taken, mayBeHeld }) => {
    const world = await aWorld({ readers: READERS }).ready();
    await dies(sendChunk(CHUNK, mortal(world.senderDeps(), [...outside], end)));
    const { inFlight, accepted, unknown } = await world.ledger();
    expect({ inFlight: inFlight.size, accepted: accepted.size, unknown: unknown.size }).toEqual(left);
    expect(world.ses.accepted.size).toBe(taken);
    // At once, while the lease still stands, and after it.
    await world.send();
    expect(world.ses.accepted.size).toBe(left.inFlight > 0 ? taken : READERS);
    world.wait(360);
    await world.send();
    await expectAllServed(world, { mayBeHeld });
  });
});

describe('a recorder of events that dies', () => {
  async function dyingRecorder(end: End) {
    const ses = sesModel((_, call) => (call % 2 === 0 ? 'accepts-unheard' : 'accepts'));
    const world = await aWorld({ readers: 8, ses }).ready();
    await world.send();
    const events = ses.events.splice(0).map((body, id) => ({ id: String(id), body }));
    const deps = mortal({ ...world }, ['campaigns', 'evidence', 'messageIds'], end);
    await recordEvidence(events, deps);
    // SQS brings all of them again, and some once more than that.
    ses.events.push(...[...events, ...events.slice(3)].map(({ body }) => body));
    return { world, calls: deps.calls };
  }

  it('at any of its calls is succeeded when its messages come again', async () => {
    for (const end of await everyEnd(dyingRecorder)) {
      const { world } = await dyingRecorder(end);
      await expectAllServed(world, { audience: 8 });
    }
  });
});

describe('a planner that dies', () => {
  const AUDIENCE = 230;
  async function dyingPlanner(end: End) {
    const world = aWorld({ readers: AUDIENCE });
    await world.start();
    const deps = mortal(
      { ...world, remainingMs: () => 60_000 },
      // Dying while it reads is the same as dying before its next write.
      ['campaigns', 'manifests', 'ledgers', 'plans', 'chunks'],
      end,
    );
    await dies(planAudience({ campaignId: 'ruhr-12', shard: 0 }, deps));
    return { world, calls: deps.calls };
  }

  it('at any of its calls is completed by a sweep that finds its message lost', async () => {
    for (const end of await everyEnd(dyingPlanner)) {
      const { world } = await dyingPlanner(end);
      await expectAllServed(world, { audience: AUDIENCE });
    }
  });

  it('at any of its calls is completed by its own message, delivered again', async () => {
    for (const end of await everyEnd(dyingPlanner)) {
      const { world } = await dyingPlanner(end);
      await world.plan();
      expect(await world.campaign()).toMatchObject({ walks: { '00': { chunks: 3, recipients: AUDIENCE } } });
      await expectAllServed(world, { audience: AUDIENCE });
    }
  });
});

describe('a start that dies', () => {
  async function dyingStart(end: End, world = aWorld({ readers: READERS })) {
    const deps = mortal(
      { ...world, freeze: async () => anEdition(), digests: { list: async () => [] } },
      ['campaigns', 'plans', 'freeze'],
      end,
    );
    await dies(startCampaign({ editionId: 'ruhr-12', contentHash: 'abc' }, deps));
    return { world, calls: deps.calls };
  }

  it('at any of its calls is completed when its message comes again', async () => {
    for (const end of await everyEnd(dyingStart)) {
      const { world } = await dyingStart(end);
      await dyingStart({ atCall: 99, when: 'after' }, world);
      await expectAllServed(world);
    }
  });
});

describe('a sweep that dies', () => {
  async function dyingSweep(end: End) {
    const ses = sesModel((_, call) => (call % 3 === 0 ? 'accepts-unheard' : 'accepts'));
    const world = await aWorld({ readers: READERS, ses }).ready();
    await world.send();
    await world.hearAll();
    const deps = mortal(
      { ...world, policy: world.policy(), markSent: async () => {} },
      ['campaigns', 'manifests', 'ledgers', 'evidence', 'plans', 'chunks', 'markSent'],
      end,
    );
    await reconcile(deps).catch((error) => {
      if (!(error instanceof AggregateError) && !(error instanceof Death)) throw error;
    });
    return { world, calls: deps.calls };
  }

  it('at any of its calls is completed by the next one', async () => {
    for (const end of await everyEnd(dyingSweep)) {
      const { world } = await dyingSweep(end);
      await expectAllServed(world);
    }
  });
});
