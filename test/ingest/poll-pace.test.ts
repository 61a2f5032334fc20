import { describe, expect, it } from 'vitest';
import { intervalFor, retryAt } from '../../lambdas/ingest/poll-pace.ts';

const NOW = new Date('2026-03-02T08:00:00Z');
const hoursAgo = (...hours: number[]) =>
  hours.map((one) => ({ publishedAt: new Date(NOW.getTime() - one * 3_600_000) }));

describe('how often a source is asked', () => {
  it.each([
    { what: 'one article an hour', items: hoursAgo(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), minutes: 5 },
    { what: 'one a day', items: hoursAgo(24, 48, 72, 96), minutes: 120 },
    { what: 'one a month', items: hoursAgo(720, 1440), minutes: 1440 },
    { what: 'many, and none for a month', items: hoursAgo(720, 720.1, 720.2, 720.3), minutes: 900 },
    { what: 'nothing dated', items: [{ publishedAt: undefined }], minutes: 60 },
    { what: 'nothing', items: [], minutes: 60 },
    { what: 'the future', items: hoursAgo(-5), minutes: 60 },
  ])('by how often it publishes: $what, every $minutes minutes', ({ items, minutes }) => {
    expect(intervalFor(items, NOW)).toBe(minutes);
  });

  it.each([
    { says: { ttlMinutes: 180 }, minutes: 180 },
    { says: { freshSeconds: 3 * 3600 }, minutes: 180 },
    { says: { ttlMinutes: 200, freshSeconds: 3 * 3600 }, minutes: 200 },
    { says: { ttlMinutes: 1, freshSeconds: 60 }, minutes: 120 },
    { says: { ttlMinutes: 100_000 }, minutes: 1440 },
  ])('and never before it says that asking is of use: $says', ({ says, minutes }) => {
    expect(intervalFor(hoursAgo(24, 48, 72, 96), NOW, says)).toBe(minutes);
  });
});

describe('after failures it is asked again', () => {
  it.each([
    { failures: 1, minutes: 60 },
    { failures: 2, minutes: 120 },
    { failures: 5, minutes: 960 },
    { failures: 6, minutes: 1440 },
    { failures: 5000, minutes: 1440 },
  ])('later each time, at most after a day ($failures: $minutes)', ({ failures, minutes }) => {
    expect(retryAt({ failures, intervalMinutes: 60 }, NOW)).toEqual(new Date(NOW.getTime() + minutes * 60_000));
  });

  it('and never before its server wants it', () => {
    const at = retryAt({ failures: 1, intervalMinutes: 60, retryAfterSeconds: 7200 }, NOW);
    expect(at).toEqual(new Date('2026-03-02T10:00:00Z'));
  });
});
