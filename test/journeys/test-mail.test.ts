import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { editionAnswer } from '../../lambdas/console/answers.ts';
import { subscriberAnswer } from '../../lambdas/console/answers-people.ts';
import { previewAnswer, testAnswer } from '../../lambdas/console/answers-review.ts';
import { beginJourney, type Journey, logsOf } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, send, subscribe } from './steps.ts';

const EDITOR = 'redaktion@desk.example';
const READER = 'erika@example.net';
const asked = z.object({ requestId: z.string() });

describe('an editor who wants to see an edition first', () => {
  let journey: Journey;
  let publisher: Publisher;
  let edition: string;
  beforeAll(async () => {
    publisher = await openPublisher([
      { id: 'a', title: 'Förderung für „Übergänge“', text: 'Geld für alle.' },
      { id: 'b', title: 'Ein Termin im Rathaus', text: 'Kommen Sie vorbei.' },
    ]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await subscribe(journey, READER);
    await poll(journey);
    const outcome = await compose(journey);
    edition = outcome.kind === 'composed' ? outcome.editionId : '';
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  const find = () => journey.api.post('/publications/schule/subscribers/search', { address: READER }, subscriberAnswer);

  async function test(wish: { to: string[]; subscriber?: string }) {
    const { requestId } = await journey.api.post(path`/editions/${edition}/tests`, wish, asked);
    return until(
      async () => {
        const now = await journey.api.get(path`/editions/${edition}/tests/${requestId}`, testAnswer);
        return now.letters.some(({ outcome }) => outcome === 'pending') ? undefined : now;
      },
      { timeoutMs: 30_000, firstPauseMs: 30 },
    );
  }

  it('gets it as a test, and is told so for each address', async () => {
    expect((await test({ to: [EDITOR] }))?.letters).toEqual([{ outcome: 'accepted', reason: null }]);
    const { subject, text, html } = await journey.receive(EDITOR);
    const its = await journey.api.get(path`/editions/${edition}`, editionAnswer);
    expect(subject).toBe(`[Test] ${its.subject}`);
    for (const part of [text, html]) expect(part).toContain('Förderung für „Übergänge“');
  });

  it('leaves nothing by its links, however they are used', async () => {
    const { text = '', headers } = await journey.receive(EDITOR);
    const { unsubscribe } = headers.get('list') as unknown as { unsubscribe: { url: string } };
    const links = [...text.matchAll(/^http\S+\/test-mail\S+$/gm)].map(([link]) => link);
    expect(links).toHaveLength(2);
    for (const link of [unsubscribe.url, ...links]) {
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) : null;
        const answer = await fetch(link, { method, body, redirect: 'manual' });
        expect(answer.status).toBe(200);
        expect(await answer.text()).toContain('Das war eine Test-E-Mail');
      }
    }
    expect((await find()).subscription?.status).toBe('confirmed');
  });

  it('sees it as one reader gets it, who gets nothing yet', async () => {
    const { subscription } = await find();
    const subscriber = subscription?.subscriberId ?? '';
    const look = () =>
      journey.api.get(path`/editions/${edition}/preview?format=json&subscriber=${subscriber}`, previewAnswer);
    expect(await look()).toMatchObject({ because: null, articles: 2, text: expect.stringContaining('Rathaus') });
    expect((await test({ to: [EDITOR], subscriber }))?.letters).toEqual([{ outcome: 'accepted', reason: null }]);
    expect(await journey.mailTo(READER)).toEqual([]);

    expect(await send(journey, edition)).toMatchObject({ audience: 1, accepted: 1 });
    await journey.api.post(path`/publications/schule/subscribers/${subscriber}/end`, undefined, z.unknown());
    expect(await look()).toMatchObject({ because: { code: 'ended' }, articles: 0, text: null });
  });

  it('is in no log, and needs no right that a function does not have', () => {
    for (const log of logsOf(journey)) expect(log).not.toContain(EDITOR);
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });
});
