import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../bin/cli/waiting.ts';
import { articleAnswer } from '../../lambdas/console/answers.ts';
import { type HubPublisher, openHubPublisher } from './hub-publisher.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { applyPublication, poll } from './steps.ts';

const item = (id: string, title: string) => ({ id, title, text: 'Text' });

describe('a feed with a hub', () => {
  let journey: Journey;
  let publisher: HubPublisher;
  beforeAll(async () => {
    publisher = await openHubPublisher([item('a', 'Alt'), item('b', 'Älter'), item('c', 'Am ältesten')]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    // The schedule asks first, and then not for minutes: what arrives later, the hub brought.
    await fetch(`${journey.url}/_local/tick`, { method: 'POST' });
    await poll(journey);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  const titles = async () => {
    const { articles } = await journey.api.get(
      '/publications/schule/articles',
      z.object({ articles: z.array(articleAnswer) }),
    );
    return articles.map(({ title }) => title);
  };
  const arrived = (title: string) =>
    until(async () => (await titles()).includes(title) || undefined, { timeoutMs: 20_000, firstPauseMs: 30 });

  it('is subscribed to, and the hub confirmed', async () => {
    const known = await until(async () => publisher.callbacks()[0], { timeoutMs: 30_000 });
    expect(known).toMatch(new RegExp(`^${journey.url}/websub/schule/feed/[\\w-]{43}$`));
  });

  it('brings a new article without being asked for', async () => {
    const before = publisher.asked();
    expect(await publisher.publish(item('neu', 'Eben erschienen'))).toEqual([202]);
    expect(await arrived('Eben erschienen')).toBe(true);
    expect(publisher.asked()).toBe(before);
  });

  it('is not believed when somebody else signs', async () => {
    expect(await publisher.forge(item('falsch', 'Gefälscht'))).toEqual([202]);
    await publisher.publish(item('echt', 'Echt'));
    expect(await arrived('Echt')).toBe(true);
    expect(await titles()).not.toContain('Gefälscht');
  });

  it('confirms what it wants and nothing else', async () => {
    const [callback = ''] = publisher.callbacks();
    const { feedUrl, verify } = publisher;
    expect(await verify(callback, 'subscribe', feedUrl)).toEqual([200, 'challenge-1']);
    expect((await verify(callback, 'subscribe', 'https://else.example/feed'))[0]).toBe(404);
    expect((await verify(callback, 'unsubscribe', feedUrl))[0]).toBe(404);
    expect((await verify(`${callback}x`, 'subscribe', feedUrl))[0]).toBe(404);
  });
});
