import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import {
  articleAnswer,
  changeAnswer,
  type EditionAnswer,
  editionAnswer,
  reportAnswer,
  runAnswer,
  suggestionsAnswer,
} from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, send, subscribe } from './steps.ts';

const PATIENCE = { timeoutMs: 40_000, firstPauseMs: 30 };
const STORIES = ['Brücke gesperrt', 'Neue Kita', 'Forum im Rathaus', 'Gestrichen'];
const READER = 'erika@example.net';
const asked = z.object({ requestId: z.string() });

describe('an editor at work', () => {
  let journey: Journey;
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await openPublisher(
      STORIES.map((title, at) => ({ id: `a${at}`, title, text: `Mehr über: ${title}, und das ausführlich.` })),
    );
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await subscribe(journey, READER);
    await poll(journey);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  /** What runs every minute, now. */
  const tick = () => fetch(`${journey.url}/_local/tick`, { method: 'POST' });
  const edition = (id: string) => journey.api.get(path`/editions/${id}`, editionAnswer);
  const idOf = (held: EditionAnswer, title: string) => held.items.find((item) => item.title === title)?.articleId ?? '';
  const edit = async (id: string, change: object, contentHash?: string) => {
    const seen = contentHash ?? (await edition(id)).contentHash;
    const { requestId } = await journey.api.post(path`/editions/${id}/changes`, { contentHash: seen, change }, asked);
    const run = await until(() => journey.api.find(path`/editions/${id}/changes/${requestId}`, changeAnswer), PATIENCE);
    return run?.outcome;
  };
  const composed = async (address: string, wish: Record<string, unknown>) => {
    const { requestId } = await journey.api.post(address, wish, asked);
    const run = await until(() => journey.api.find(path`/publications/schule/runs/${requestId}`, runAnswer), PATIENCE);
    return run?.outcome;
  };

  it('composes a draft, and gets subjects to choose from', async () => {
    expect(await compose(journey)).toMatchObject({ kind: 'composed', editionId: 'schule-1', articles: 4 });
    const { suggestions } = await journey.api.get('/editions/schule-1/suggestions', suggestionsAnswer);
    expect(suggestions.length).toBeGreaterThan(2);
    expect((await edition('schule-1')).subject).toBe(suggestions[0]?.subject);
  });

  it('pins, shortens, drops and writes, and sees it in the preview', async () => {
    const draft = await edition('schule-1');
    const items = [
      { articleId: idOf(draft, 'Neue Kita'), teaser: 'Drei Gruppen.' },
      { articleId: idOf(draft, 'Brücke gesperrt'), isShort: true },
      { articleId: idOf(draft, 'Forum im Rathaus'), isPinned: true },
    ];
    const change = { subject: 'Unser Dienstag 🎉', intro: 'Guten **Morgen**!', outro: 'Bis bald.', items };
    expect(await edit('schule-1', change)).toMatchObject({ kind: 'edited' });
    const changed = await edition('schule-1');
    expect(changed).toMatchObject({ subject: 'Unser Dienstag 🎉', articles: 3, isByHand: false });
    expect(changed.items.map(({ title }) => title)).toEqual(['Forum im Rathaus', 'Neue Kita', 'Brücke gesperrt']);
    const text = await journey.api.text('/editions/schule-1/preview?format=text');
    for (const there of ['Guten Morgen!', 'Drei Gruppen.', 'Bis bald.']) expect(text).toContain(there);
    for (const gone of ['Gestrichen', 'Mehr über: Brücke']) expect(text).not.toContain(gone);
  });

  it('is told when somebody was faster', async () => {
    const { contentHash } = await edition('schule-1');
    await edit('schule-1', { preheader: 'Und mehr' });
    expect(await edit('schule-1', { preheader: 'Zu spät' }, contentHash)).toMatchObject({
      kind: 'conflict',
      reason: expect.stringContaining('changed meanwhile'),
    });
    expect((await edition('schule-1')).preheader).toBe('Und mehr');
  });

  it('approves it, a change voids that, and approved again it goes out by itself at its time', async () => {
    const approve = async (sendAt?: string) => {
      const { contentHash } = await edition('schule-1');
      return journey.api.put('/editions/schule-1/approval', { contentHash, sendAt }, editionAnswer);
    };
    expect((await approve('2040-01-01T07:30')).sendAt).toBe('2040-01-01T06:30:00.000Z');
    await edit('schule-1', { preheader: 'Noch besser' });
    expect(await edition('schule-1')).toMatchObject({ approval: null });
    await approve('2040-01-01T07:30');
    const { contentHash } = await edition('schule-1');
    const withdrawn = await journey.api.delete('/editions/schule-1/approval', editionAnswer, { contentHash });
    expect(withdrawn).toMatchObject({ approval: null, sendAt: null });
    const sendAt = Date.now() + 3_000;
    await approve(new Date(sendAt).toISOString());
    await tick();
    expect(await edition('schule-1')).toMatchObject({ status: 'draft' });
    await pause(sendAt - Date.now());
    await tick();
    const closed = await until(async () => {
      const report = await journey.api.find('/editions/schule-1/report', reportAnswer);
      return report?.status === 'closed' ? report : undefined;
    }, PATIENCE);
    expect(closed).toMatchObject({ audience: 1, accepted: 1 });
    const mail = await journey.receive(READER);
    expect(mail.subject).toBe('Unser Dienstag 🎉');
    expect(mail.text).toContain('Drei Gruppen.');
  });

  it('sees where articles went out, and makes a new draft of them as they are now', async () => {
    const list = z.object({ articles: z.array(articleAnswer) });
    const { articles } = await journey.api.get('/publications/schule/articles', list);
    const mailed = new Map(articles.map(({ title, mailedIn }) => [title, mailedIn]));
    expect(mailed.get('Neue Kita')).toEqual(['schule-1']);
    expect(mailed.get('Gestrichen')).toEqual([]);
    expect(await composed('/editions/schule-1/duplicate', {})).toMatchObject({ editionId: 'schule-2', articles: 3 });
    const duplicate = await edition('schule-2');
    expect(duplicate).toMatchObject({ status: 'draft', subject: 'Unser Dienstag 🎉', isByHand: true });
    expect(duplicate.items[0]).toMatchObject({ title: 'Forum im Rathaus', isPinned: true, mailedIn: ['schule-1'] });
  });

  it('sends what they pick, also what was dropped before', async () => {
    const first = await edition('schule-1');
    const { articles } = await journey.api.get(
      '/publications/schule/articles',
      z.object({ articles: z.array(articleAnswer) }),
    );
    const dropped = articles.find(({ title }) => title === 'Gestrichen')?.id ?? '';
    const wish = { articles: [dropped, idOf(first, 'Neue Kita')] };
    const outcome = await composed('/publications/schule/editions', wish);
    expect(outcome).toMatchObject({ kind: 'composed', editionId: 'schule-3', articles: 2 });
    expect(await send(journey, 'schule-3')).toMatchObject({ status: 'closed', accepted: 1 });
    expect((await journey.receive(READER, 2)).text).toMatch(/Gestrichen.*Neue Kita/s);
    expect(await compose(journey)).toMatchObject({ kind: 'skipped', reason: 'nothing new' });
  });
});
