import { describe, expect, it } from 'vitest';
import { bodyFilter } from '../../lib/local/message-filter.ts';

const event = (more: object = {}) =>
  JSON.stringify({
    eventType: 'Delivery',
    mail: { tags: { watch: ['1'], campaign: ['c'] }, destination: [] },
    ...more,
  });
const WATCHED = { eventType: ['Delivery'], mail: { tags: { watch: ['1'] } } };

describe('a filter on message bodies', () => {
  it.each<{ what: string; policy: Record<string, unknown>; body: string; passes: boolean }>([
    { what: 'a list that holds the value', policy: WATCHED, body: event(), passes: true },
    { what: 'one of several values', policy: { eventType: ['Send', 'Delivery'] }, body: event(), passes: true },
    {
      what: 'the value without a list',
      policy: WATCHED,
      body: event({ mail: { tags: { watch: '1' } } }),
      passes: true,
    },
    {
      what: 'a list that holds others too',
      policy: WATCHED,
      body: event({ mail: { tags: { watch: ['0', '1'] } } }),
      passes: true,
    },
    { what: 'another value', policy: WATCHED, body: event({ mail: { tags: { watch: ['2'] } } }), passes: false },
    { what: 'a number for a text', policy: WATCHED, body: event({ mail: { tags: { watch: [1] } } }), passes: false },
    { what: 'no such key', policy: WATCHED, body: event({ mail: { tags: {} } }), passes: false },
    { what: 'no such object', policy: WATCHED, body: event({ mail: undefined }), passes: false },
    { what: 'only one of two keys', policy: WATCHED, body: event({ eventType: 'Send' }), passes: false },
    { what: 'an inherited key', policy: { toString: ['x'] }, body: '{}', passes: false },
    { what: 'text that is no JSON', policy: WATCHED, body: 'Successfully validated SNS topic', passes: false },
    { what: 'JSON that is no object', policy: {}, body: '"text"', passes: false },
    { what: 'objects in a list', policy: { a: { b: ['1'] } }, body: '{"a":[{"b":"0"},{"b":"1"}]}', passes: true },
  ])('$what: passes $passes', ({ policy, body, passes }) => {
    expect(bodyFilter(policy, 'Filter')(body)).toBe(passes);
  });

  it.each([
    { what: 'an operator', policy: { eventType: [{ prefix: 'D' }] } },
    { what: '$or', policy: { $or: [{ eventType: ['Send'] }] } },
    { what: 'a value outside a list', policy: { eventType: 'Send' } },
  ])('that would have to be guessed at ($what) is refused by the name of its subscription', ({ policy }) => {
    expect(() => bodyFilter(policy, 'ToFeedback')).toThrow(/^ToFeedback: /);
  });
});
