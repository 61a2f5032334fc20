import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import type { Assembly } from '../../bin/synthesize.ts';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import {
  auditAnswer,
  followUpAnswer,
  outcomePlanAnswer,
  personOutcomeAnswer,
  recipientsAnswer,
} from '../../lambdas/console/answers-campaigns.ts';
import { balances } from '../../lambdas/domain/campaign.ts';
import { changedAssembly } from '../chaos/changed-assembly.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPickySes, type PickySes } from './picky-ses.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, subscribe } from './steps.ts';

const REFUSED = 'refused@reader.example';
const LOST = 'lost@reader.example';
const GONE = 'gone@reader.example';
const OTHERS = ['ada@reader.example', 'bob@reader.example'];
/** The sweep comes every minute. */
const PATIENCE = { timeoutMs: 150_000, firstPauseMs: 100 };

describe('an edition that two of its readers miss', () => {
  let journey: Journey;
  let publisher: Publisher;
  let ses: PickySes;
  let assembly: Assembly;
  let edition: string;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Erster Beitrag', text: 'Text' }]);
    ses = await openPickySes({ refuses: REFUSED, loses: LOST });
    // Who is not heard of for a second is left to an editor.
    assembly = changedAssembly(
      inject('assembly'),
      { type: 'AWS::Lambda::Function', id: /^DeliveryReconcile/ },
      (it) => {
        Object.assign(it.Environment?.Variables ?? {}, { RECONCILE_AFTER_SECONDS: '1', WHEN_SILENT: 'hold' });
      },
    );
    journey = await beginJourney(assembly.folder, { ses: ses.url });
    ses.reportTo(journey.url);
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
    for (const address of [REFUSED, LOST, GONE, ...OTHERS]) await subscribe(journey, address);
    const outcome = await compose(journey);
    if (outcome.kind !== 'composed') throw new Error(`Nothing composed: ${outcome.reason}`);
    edition = outcome.editionId;
  });
  afterAll(async () => {
    await journey.end();
    await ses.close();
    publisher.close();
    assembly.remove();
  });

  const report = (query = '') => journey.api.get(`${path`/editions/${edition}/report`}${query}`, reportAnswer);
  const closed = (campaign: string) =>
    until(async () => {
      const found = await journey.api.find(path`/editions/${edition}/report`, reportAnswer);
      return found?.campaigns.find((one) => one.campaign === campaign && one.status === 'closed');
    }, PATIENCE);
  const recipients = async (query: string) =>
    (await journey.api.get(`${path`/editions/${edition}/recipients`}?${query}`, recipientsAnswer)).recipients;
  const about = (address: string) =>
    journey.api.post(path`/editions/${edition}/recipients/search`, { address }, personOutcomeAnswer);
  const sendAgain = () =>
    journey.api.post(path`/editions/${edition}/send-again`, { to: 'missed', after: edition }, followUpAnswer);

  it('goes out, and the books say that one was refused and one is held', { timeout: 180_000 }, async () => {
    const { contentHash } = await journey.api.get(path`/editions/${edition}`, z.object({ contentHash: z.string() }));
    await journey.api.post(path`/editions/${edition}/send`, { contentHash }, z.unknown());
    expect(await closed(edition)).toMatchObject({ audience: 5, accepted: 3, skipped: 0, failed: 1, held: 1 });
  });

  it('names both, and why', async () => {
    expect(await recipients('outcome=failed,held')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ address: REFUSED, outcome: 'failed', because: 'message-rejected', messageIds: [] }),
        expect.objectContaining({ address: LOST, outcome: 'held', because: null, messageIds: [] }),
      ]),
    );
    expect(await recipients('outcome=failed,held')).toHaveLength(2);
  });

  it('tells of one person, with the id that SES gave to their mail', async () => {
    const [ada = ''] = OTHERS;
    const found = await until(async () => {
      const answer = await about(ada);
      return answer.outcomes[0]?.reported.includes('delivered') ? answer : undefined;
    }, PATIENCE);
    expect(found?.outcomes).toEqual([
      expect.objectContaining({
        ...{ campaign: edition, address: ada, outcome: 'accepted', reported: ['delivered'] },
        messageIds: ses.accepted.get(ada),
      }),
    ]);
    expect(await about('nobody@reader.example')).toMatchObject({ outcomes: [], because: null });
  });

  it('gives a table of all, in which the erased have no address', async () => {
    const [gone] = (await about(GONE)).outcomes;
    await journey.api.post(path`/publications/schule/subscribers/${gone?.subscriberId ?? ''}/erasure`, {}, z.unknown());
    const where = path`/editions/${edition}/exports/recipients`;
    expect(await journey.api.get(where, outcomePlanAnswer)).toEqual({ campaign: edition, parts: 1 });
    const table = Buffer.from(await journey.api.bytes(`${where}.csv?part=1`)).toString();
    expect(table.trim().split('\r\n')).toHaveLength(1 + 5);
    expect(table).toContain(`${REFUSED},failed,message-rejected,,,`);
    expect(table).toContain(`(erased),accepted,,delivered,${ses.accepted.get(GONE)?.[0]},${gone?.subscriberId},`);
    expect(table).not.toContain(GONE);
  });

  it('is sent to those who missed it, once, however often that is asked for', { timeout: 180_000 }, async () => {
    ses.mend();
    const asked = await Promise.all([sendAgain(), sendAgain()]);
    expect(new Set(asked.map(({ campaign }) => campaign))).toEqual(new Set([`${edition}_2`]));
    expect(await closed(`${edition}_2`)).toMatchObject({ audience: 2, accepted: 2, followUp: 'missed' });
    expect((await sendAgain()).campaign).toBe(`${edition}_2`);
    expect([...ses.accepted].map(([address, ids]) => [address, ids.length]).toSorted()).toEqual(
      [...OTHERS, GONE, LOST, REFUSED].toSorted().map((address) => [address, 1]),
    );
  });

  it('has books that balance, each and by every line', async () => {
    const { campaigns } = await report('?exact=true');
    expect(campaigns.map(({ campaign, recount }) => ({ campaign, recount }))).toEqual([
      { campaign: edition, recount: { planned: 5, agrees: true } },
      { campaign: `${edition}_2`, recount: { planned: 2, agrees: true } },
    ]);
    for (const books of campaigns) expect(balances(books)).toBe(true);
    const { entries } = await journey.api.get(path`/editions/${edition}/audit`, auditAnswer);
    expect(entries.map(({ action, campaign, by }) => ({ action, campaign, by }))).toEqual([
      { action: 'send', campaign: edition, by: 'api' },
      ...Array.from({ length: 3 }, () => ({ action: 'send-to-missed', campaign: `${edition}_2`, by: 'api' })),
    ]);
  });

  it('needs no right that a function does not have', () => {
    expect(journey.printed.filter((line) => /denied|dead letter/i.test(line))).toEqual([]);
  });
});
