import { beforeEach, describe, expect, it } from 'vitest';
import { approveEdition, withdrawApproval } from '../../lambdas/digest/approve-edition.ts';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { ReadyMessage } from '../../lambdas/digest/messages.ts';
import { sendDueEditions } from '../../lambdas/digest/send-due-editions.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { anEdition } from './samples.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const LATER = new Date('2026-11-24T06:30:00Z');
const HASH = 'a'.repeat(64);
const wish = { editionId: 'ruhr-1', contentHash: HASH, by: 'editor-1' };

let deps: ReturnType<typeof house>;
function house() {
  const clock = { now: NOW };
  return { editions: editionsInMemory(), ready: outboxInMemory<ReadyMessage>(), now: () => clock.now, clock };
}
beforeEach(async () => {
  deps = house();
  await deps.editions.create({ ...anEdition(1), status: 'draft' }, 'r');
});

describe('an approval', () => {
  it('says who gave it and when, and may be given twice', async () => {
    await approveEdition(wish, deps);
    await approveEdition(wish, deps);
    expect(await deps.editions.find('ruhr-1')).toMatchObject({ approval: { by: 'editor-1', at: NOW } });
  });

  it.each([
    { what: 'other content', over: { contentHash: 'b'.repeat(64) }, fault: 'conflict' },
    { what: 'no edition', over: { editionId: 'ruhr-9' }, fault: 'not-found' },
    { what: 'a time that is over', over: { sendAt: NOW }, fault: 'invalid' },
  ])('is refused for $what', async ({ over, fault }) => {
    await expect(approveEdition({ ...wish, ...over }, deps)).rejects.toMatchObject({ fault });
    expect(await deps.editions.find('ruhr-1')).not.toHaveProperty('approval');
  });

  it('is refused for what is settled', async () => {
    await deps.editions.freeze('ruhr-1', HASH, NOW);
    await expect(approveEdition(wish, deps)).rejects.toMatchObject({ fault: 'conflict', message: /settled/ });
    await expect(withdrawApproval(wish, deps)).rejects.toMatchObject({ fault: 'conflict' });
  });
});

describe('an edition with a time', () => {
  it('goes out then, once it is approved, as it was approved', async () => {
    await approveEdition({ ...wish, sendAt: LATER }, deps);
    await sendDueEditions(deps);
    expect(deps.ready.sent).toEqual([]);
    deps.clock.now = LATER;
    await sendDueEditions(deps);
    expect(deps.ready.sent).toEqual([{ editionId: 'ruhr-1', contentHash: HASH }]);
    await deps.editions.freeze('ruhr-1', HASH, LATER);
    await sendDueEditions(deps);
    expect(deps.ready.sent).toHaveLength(1);
  });

  it('does not when it was changed, or the approval taken back', async () => {
    await approveEdition({ ...wish, sendAt: LATER }, deps);
    await withdrawApproval(wish, deps);
    deps.clock.now = LATER;
    await sendDueEditions(deps);
    await approveEdition({ ...wish, sendAt: new Date(LATER.getTime() + 60_000) }, deps);
    await deps.editions.revise({ ...anEdition(1), contentHash: 'b'.repeat(64) }, HASH);
    deps.clock.now = new Date(LATER.getTime() + 120_000);
    await sendDueEditions(deps);
    expect(deps.ready.sent).toEqual([]);
  });

  it('is asked for again a minute later when the message was lost', async () => {
    await approveEdition({ ...wish, sendAt: LATER }, deps);
    deps.clock.now = LATER;
    await sendDueEditions(deps);
    await sendDueEditions(deps);
    expect(deps.ready.sent).toHaveLength(2);
  });
});
