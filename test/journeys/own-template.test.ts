import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { templateAnswer, templateCheckAnswer } from '../../lambdas/console/answers-templates.ts';
import { SHORT_TEMPLATE } from '../digest/sample-templates.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, send, subscribe } from './steps.ts';

const READER = 'erika@example.net';
const TEMPLATE = '/publications/schule/template';
const asked = z.object({ requestId: z.string() });
const OWN = SHORT_TEMPLATE.replace('<mj-section>', '<mj-section css-class="our-own-sign">');

describe('a publication that brings its own template', () => {
  let journey: Journey;
  let publisher: Publisher;
  let before: string;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Förderung für <b>alle</b>', text: 'Geld & Gut.' }]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await subscribe(journey, READER);
    await poll(journey);
    before = await composed();
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  async function composed(): Promise<string> {
    const outcome = await compose(journey);
    return outcome.kind === 'composed' ? outcome.editionId : '';
  }

  async function handIn(template: string) {
    const { requestId } = await journey.api.put(TEMPLATE, { template }, asked);
    const check = path`/publications/schule/template/checks/${requestId}`;
    const answer = await until(() => journey.api.find(check, templateCheckAnswer), {
      timeoutMs: 40_000,
      firstPauseMs: 30,
    });
    return answer?.outcome;
  }

  const preview = (edition: string) => journey.api.text(path`/editions/${edition}/preview?format=html`);

  it('is told what is wrong with one, and in which line', async () => {
    expect(await handIn(OWN.replace('</h2>', ''))).toEqual({
      kind: 'refused',
      faults: [{ line: 7, column: 33, message: '<h2> is not closed before </mj-text> in line 7', isBlocking: true }],
    });
    expect(await journey.api.find(TEMPLATE, templateAnswer)).toBeUndefined();
  });

  it('sends its next edition in it, and nothing that was composed before', async () => {
    expect(await handIn(OWN)).toEqual({ kind: 'taken', faults: [] });
    expect(await journey.api.get(TEMPLATE, templateAnswer)).toMatchObject({ template: OWN, by: 'api' });
    expect(await preview(before)).not.toContain('our-own-sign');
    const edition = await composed();
    expect(await preview(edition)).toContain('our-own-sign');
    await send(journey, edition);
    const { html, text } = await journey.receive(READER);
    expect(html).toContain('our-own-sign');
    expect(text).toContain('Impressum:');
  });

  it('goes back to one of ours', async () => {
    await journey.api.delete(TEMPLATE, z.unknown());
    publisher.publish({ id: 'b', title: 'Noch eine Förderung', text: 'Mehr.' });
    await poll(journey);
    expect(await preview(await composed())).not.toContain('our-own-sign');
  });
});
