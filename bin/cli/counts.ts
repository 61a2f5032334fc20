import type { CountAnswer } from '../../lambdas/console/answers-people.ts';

/** `1204`, or `about 3200 (2780 to 3690)`. */
export function countInWords({ people, atLeast, atMost }: CountAnswer): string {
  return atLeast === atMost ? String(people) : `about ${people} (${atLeast} to ${atMost})`;
}

export function howCounted({ exact, readUnits }: { exact: boolean; readUnits: number }): string {
  return exact
    ? `Everybody was counted, for ${readUnits} read units`
    : `Estimated from four of 64 parts, right in 19 of 20 cases, for ${readUnits} read units; --exact counts everybody`;
}
