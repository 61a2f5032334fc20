import { describe, expect, it } from 'vitest';
import { isAskedFor, scheduledPollId } from '../../lambdas/publications/ask-for-poll.ts';

describe('the id of a poll', () => {
  it('is the same for every tick that finds the source due at one time', () => {
    const due = new Date('2026-03-02T08:00:00Z');
    expect(scheduledPollId('front', due)).toBe(scheduledPollId('front', new Date(due)));
  });

  it('tells whether somebody waits for it', () => {
    expect(isAskedFor(scheduledPollId('front', new Date()))).toBe(false);
    expect(isAskedFor(crypto.randomUUID())).toBe(true);
  });
});
