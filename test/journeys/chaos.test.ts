import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Assembly } from '../../bin/synthesize.ts';
import { changedAssembly } from '../chaos/changed-assembly.ts';
import { holdTrial } from '../chaos/trial.ts';

const sumOf = (faults: Record<string, number>, kinds: RegExp) =>
  Object.entries(faults).reduce((sum, [fault, many]) => sum + (kinds.test(fault) ? many : 0), 0);

/** `npm run chaos` is the long form. */
describe('a campaign on the deployed wiring', () => {
  let assembly: Assembly;
  beforeAll(() => {
    assembly = changedAssembly(
      inject('assembly'),
      { type: 'AWS::Lambda::Function', id: /^DeliveryReconcile/ },
      ({ Environment }) => {
        if (Environment) Environment.Variables.RECONCILE_AFTER_SECONDS = '10';
      },
    );
  });
  afterAll(() => assembly.remove());

  it('balances its books although SES breaks off, hangs and lies, and the process is killed', {
    timeout: 240_000,
  }, async () => {
    const result = await holdTrial({
      ...{ assembly: assembly.folder, recipients: 200, kills: 1, seed: 7, log: console.log },
      // As if it were started again five minutes later, so that nobody waits here for leases to run out.
      ...{ lostEvents: 0, harshness: 4, eventsLateMs: 1_000, deadForMs: 300_000, sweepEveryMs: 1_000 },
    });
    expect(result).toMatchObject({ faults: [], audience: 200, accepted: 200, duplicates: 0, missing: 0, kills: 1 });
    // Of both kinds: without them this would prove nothing.
    expect(sumOf(result.faultsMet, /before|throttled/)).toBeGreaterThan(2);
    expect(sumOf(result.faultsMet, /after|without/)).toBeGreaterThan(2);
    expect(result.unknown.seen).toBeGreaterThan(0);
  });
});
