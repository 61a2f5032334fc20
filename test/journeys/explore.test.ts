import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { explorationAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { runCli } from '../console/run-cli.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { applyPublication } from './steps.ts';

const TOPICS = ['Schulbau', 'Ganztag', 'Mensa', 'Sport'];
const card = (topic: string) =>
  `<article class="card"><h2><a href="/${topic.toLowerCase()}/">${topic} in der Region</a></h2><p>Neues zum Thema ${topic}, aus allen Städten der Region zusammengetragen.</p><a href="/${topic.toLowerCase()}/">Weiterlesen</a></article>`;
const PAGES: Record<string, { type: string; body: string }> = {
  '/': {
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="de"><head><title>Schule &amp; Region</title></head><body><main>${TOPICS.map(card).join('')}</main></body></html>`,
  },
  '/blog': {
    type: 'text/html; charset=utf-8',
    body: '<!doctype html><html><head><title>Blog</title><link rel="alternate" type="application/rss+xml" title="Das Blog" href="/blog.xml"></head><body><h1>Blog</h1></body></html>',
  },
  '/blog.xml': {
    type: 'application/rss+xml',
    body: '<?xml version="1.0"?><rss version="2.0"><channel><title>Das Blog</title><item><title>Übergänge</title><link>https://schule.example/1</link></item></channel></rss>',
  },
};

describe('a website that is added by its front page', () => {
  let journey: Journey;
  let site: Server;
  let at: string;
  beforeAll(async () => {
    site = createServer((request, response) => {
      const page = PAGES[request.url ?? ''];
      response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/plain' }).end(page?.body ?? 'Nothing');
    });
    await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready));
    at = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    journey = await beginJourney();
    await applyPublication(journey, 'http://127.0.0.1:9/feed');
  });
  afterAll(async () => {
    await journey.end();
    site.closeAllConnections();
    site.close();
  });

  /** As an editor at a terminal; a new token each run, so it is given. */
  const sources = async (...args: string[]) => {
    const token = journey.run.secret(journey.run.outputs.ApiTokenArn ?? '');
    const ended = await runCli(['sources', ...args, '--publication', 'schule', '--json'], {
      cwd: tmpdir(),
      env: { RUNDBRIEF_URL: journey.url, RUNDBRIEF_TOKEN: token },
    });
    return { ...ended, answer: ended.stdout ? JSON.parse(ended.stdout) : undefined };
  };
  const stored = async () =>
    (await journey.api.get('/publications/schule/sources', z.object({ sources: z.array(sourceAnswer) }))).sources;

  it('shows its articles before anything is stored', async () => {
    const { code, answer } = await sources('add', at, '--preview');
    const preview = explorationAnswer.pick({ candidates: true, items: true }).strict().parse(answer);
    expect(code).toBe(0);
    expect(preview.candidates).toMatchObject([{ kind: 'page', url: `${at}/` }]);
    expect(preview.items.map(({ title, url }) => [title, url])).toEqual(
      TOPICS.map((topic) => [`${topic} in der Region`, `${at}/${topic.toLowerCase()}/`]),
    );
    expect(await stored()).toHaveLength(1);
  });

  it('is then read as it was shown', async () => {
    const { answer } = await sources('add', at);
    expect(answer).toMatchObject({ kind: 'page', url: `${at}/` });
    expect(await sources('poll', answer.id, '--wait')).toMatchObject({ code: 0, answer: [{ ok: true }] });
    const { articles } = await journey.api.get(
      '/publications/schule/articles',
      z.object({ articles: z.array(z.object({ title: z.string() })) }),
    );
    expect(articles.map(({ title }) => title).sort()).toEqual(TOPICS.map((topic) => `${topic} in der Region`).sort());
  });

  it('is read by its feed where it has one', async () => {
    expect((await sources('add', `${at}/blog`)).answer).toMatchObject({
      kind: 'feed',
      url: `${at}/blog.xml`,
      title: 'Das Blog',
    });
  });

  it('says why when there is nothing to read', async () => {
    const { code, answer, stderr } = await sources('add', `${at}/nowhere`, '--preview');
    expect([code, answer]).toEqual([1, { candidates: [], items: [] }]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
