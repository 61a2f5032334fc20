import { describe, expect, it } from 'vitest';
import { runRecord } from '../../lambdas/digest/edition-item.ts';
import type { CompositionRun } from '../../lambdas/digest/editions.ts';

const DAY_SECONDS = 24 * 60 * 60;
const at = new Date('2026-11-23T06:30:00Z');
const skippedUntil = (nextAt: string) =>
  ({ kind: 'skipped', reason: 'nothing new', nextAt: new Date(nextAt) }) as const;

describe('what became of a composition is kept', () => {
  it.each<{ what: string; outcome: CompositionRun['outcome']; days: number }>([
    { what: 'a daily digest', outcome: skippedUntil('2026-11-24T06:30:00Z'), days: 180 },
    { what: 'a daily digest, where the clocks go forward', outcome: skippedUntil('2026-11-24T05:30:00Z'), days: 180 },
    { what: 'a digest that looks every minute', outcome: skippedUntil('2026-11-23T06:31:00Z'), days: 7 },
    { what: 'an editor', outcome: { kind: 'skipped', reason: 'nothing new' }, days: 180 },
    { what: 'a failure', outcome: { kind: 'failed', reason: 'no luck' }, days: 180 },
  ])('of $what: $days days', ({ outcome, days }) => {
    const { ttl } = runRecord({ requestId: 'r', publicationId: 'ruhr', at, outcome });
    expect(ttl - at.getTime() / 1000).toBe(days * DAY_SECONDS);
  });
});
