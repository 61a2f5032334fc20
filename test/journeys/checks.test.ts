import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { changeAnswer, editionAnswer } from '../../lambdas/console/answers.ts';
import { checkAnswer } from '../../lambdas/console/answers-checks.ts';
import { runCli } from '../console/run-cli.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { applyPublication, compose, poll, subscribe } from './steps.ts';

const PATIENCE = { timeoutMs: 40_000, firstPauseMs: 30 };

/** A website whose feed names a page that is there, one that is gone, and a picture that is none. */
async function openWebsite(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const here = `http://${request.headers.host}`;
    if (request.url === '/gone') return response.writeHead(404).end();
    if (request.url !== '/feed') return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Da</p>');
    const item = (title: string, place: string, more = '') =>
      `<item><title>${title}</title><link>${here}/${place}</link><guid>${place}</guid><description>${title}, ausführlich.</description>${more}</item>`;
    const picture = `<enclosure url="${here}/bild.jpg" type="image/jpeg" length="10"/>`;
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' });
    response.end(
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Schule</title><link>${here}/</link><description>Neues</description>${item('Brücke gesperrt', 'there', picture)}${item('Neue Kita', 'gone')}</channel></rss>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('before an edition goes out', () => {
  let journey: Journey;
  let website: Awaited<ReturnType<typeof openWebsite>>;
  beforeAll(async () => {
    website = await openWebsite();
    journey = await beginJourney();
    await applyPublication(journey, `${website.url}/feed`);
    await subscribe(journey, 'erika@example.net');
    await poll(journey);
    await compose(journey);
  });
  afterAll(async () => {
    await journey.end();
    website.server.closeAllConnections();
    website.server.close();
  });

  const check = (...more: string[]) =>
    runCli(['editions', 'check', 'schule-1', ...more], {
      cwd: journey.dataDir,
      env: { RUNDBRIEF_URL: journey.url, RUNDBRIEF_TOKEN: journey.run.secret(journey.run.outputs.ApiTokenArn ?? '') },
    });
  const edition = () => journey.api.get('/editions/schule-1', editionAnswer);
  const write = async (change: object) => {
    const { contentHash } = await edition();
    const asked = z.object({ requestId: z.string() });
    const { requestId } = await journey.api.post('/editions/schule-1/changes', { contentHash, change }, asked);
    await until(() => journey.api.find(path`/editions/schule-1/changes/${requestId}`, changeAnswer), PATIENCE);
  };
  const approve = async () => {
    const body = JSON.stringify({ contentHash: (await edition()).contentHash });
    const headers = {
      authorization: `Bearer ${journey.run.secret(journey.run.outputs.ApiTokenArn ?? '')}`,
      'content-type': 'application/json',
    };
    return fetch(`${journey.url}/api/v1/editions/schule-1/approval`, { method: 'PUT', body, headers });
  };

  it('its links and pictures are looked at, and faults that block nothing are advice', async () => {
    const { code, stdout, stderr } = await check('--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { blocking, warnings, addresses } = checkAnswer.parse(JSON.parse(stdout));
    expect(blocking).toEqual([]);
    expect(addresses?.checked).toBeGreaterThanOrEqual(3);
    const codes = warnings.map((warning) => warning.code);
    for (const found of ['link-insecure', 'link-dead', 'image-none']) expect(codes).toContain(found);
    expect(warnings.find((warning) => warning.code === 'link-dead')?.params).toMatchObject({
      address: `${website.url}/gone`,
      why: 'status-404',
    });
  });

  it('a placeholder that nobody filled keeps it from being approved, and the command line fails', async () => {
    await write({ intro: 'Guten Tag, {{ Vorname }}!' });
    const refused = await approve();
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('A placeholder was left over: {{ Vorname }}');
    const { code, stdout, stderr } = await check('--language', 'de');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Blocking:\n {2}Ein Platzhalter ist stehen geblieben: \{\{ Vorname \}\}\nWarnings:\n/);
    expect(stderr).toContain('schule-1 cannot go out as it is: one fault');
  });

  it('mended, it is approved; what was found belonged to the other content', async () => {
    await write({ intro: 'Guten Tag!' });
    expect(await journey.api.find('/editions/schule-1/checks', checkAnswer)).toBeUndefined();
    expect((await approve()).status).toBe(200);
  });
});
