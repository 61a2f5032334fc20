import { describe, expect, it } from 'vitest';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import { isAskedFor, scheduledPollId } from '../../lambdas/publications/ask-for-poll.ts';
import {
  askForPoll,
  hostPausesInMemory,
  type PollMessage,
  placeOfPoll,
  publicationsInMemory,
} from '../../lambdas/publications/index.ts';
import { aPublication, aSource, at } from './samples.ts';

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

describe('asking for a poll', () => {
  const deps = {
    polls: outboxInMemory<PollMessage>(),
    publications: publicationsInMemory(aPublication({ subscribers: 7 })),
    hostPauses: hostPausesInMemory(),
    now: at('2026-03-02T12:00:00Z'),
    newId: () => 'poll-1',
  };

  it('asks at once, whenever the schedule would, and wants to hear of it', async () => {
    expect(await askForPoll(aSource({ nextRunAt: undefined }), deps)).toEqual({ pollId: 'poll-1' });
    expect(deps.polls.sent).toMatchObject([{ pollId: 'poll-1', reportAlways: true, subscribers: 7 }]);
  });

  it('is refused, with the time on the publication’s clock, while the host wants to be left alone', async () => {
    await deps.hostPauses.pause('example.org', new Date('2026-03-02T13:30:00Z'));
    await expect(askForPoll(aSource(), deps)).rejects.toMatchObject({
      fault: 'limited',
      message: 'example.org asked us to come back after 14:30 CET',
    });
    expect(deps.polls.sent).toHaveLength(1);
    await askForPoll(aSource(), { ...deps, now: at('2026-03-02T13:30:00Z') });
    expect(deps.polls.sent).toHaveLength(2);
  });
});

describe('a source that others send to', () => {
  it.each(['push', 'editor'] as const)('is never asked: %s', async (kind) => {
    const polls = outboxInMemory<PollMessage>();
    const deps = {
      publications: publicationsInMemory(),
      hostPauses: hostPausesInMemory(),
      now: at('2026-03-02T12:00:00Z'),
    };
    await expect(askForPoll(aSource({ kind }), { ...deps, polls })).rejects.toMatchObject({ fault: 'invalid' });
    expect(polls.sent).toEqual([]);
  });
});

describe('a poll’s place in its queue', () => {
  const poll: PollMessage = {
    pollId: 'p',
    publicationId: 'night-desk',
    sourceId: 'front',
    kind: 'feed',
    purpose: 'source',
    url: 'https://Example.org/feed',
    reportAlways: true,
  };
  const groupOf = (url: string) => placeOfPoll({ ...poll, url }).group;
  const idOf = (changes: Partial<PollMessage>) => placeOfPoll({ ...poll, ...changes }).id;

  it('is behind other polls of its host, however the address is written', () => {
    const same = ['http://example.org/', 'https://EXAMPLE.ORG:443/x', 'http://example.org./y', 'https://example.org?z'];
    expect(new Set(same.map(groupOf))).toEqual(new Set(['example.org']));
    expect(groupOf('https://bücher.example/')).toBe('xn--bcher-kva.example');
    expect(groupOf('http://127.0.0.1:8080/')).not.toBe(groupOf('http://127.0.0.1:8081/'));
  });

  it('fits SQS however long the name of the host is', () => {
    const label = 'a'.repeat(60);
    expect(groupOf(`https://${label}.${label}.${label}.example/`)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is its own: only the very same poll counts as sent already', () => {
    const others = [{ pollId: 'q' }, { publicationId: 'courier' }, { sourceId: 'b' }, { articleId: 'a' }, { depth: 2 }];
    expect(new Set([idOf({}), idOf({}), ...others.map(idOf)]).size).toBe(others.length + 1);
  });
});
