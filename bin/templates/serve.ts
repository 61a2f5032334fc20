/** A small server for one pair of eyes: the sample mail in every look, and what is wrong with a template. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { TemplateFault } from '../../lambdas/digest/template-fault.ts';
import type { Renderer } from './bundle.ts';
import { plainPage, RELOAD, templatesPage } from './page.ts';
import { shownAs } from './shown-as.ts';
import { type Wish, wish } from './wish.ts';

export interface Workshop {
  /** The file that was named, as its author calls it. */
  file?: string;
  /** What stands in it now. */
  source: () => Promise<string>;
  /** As it was built last, or why it was not. */
  built: () => Promise<{ renderer: Renderer } | { problem: string }>;
}

export interface Served {
  server: Server;
  /** Everybody who looks is to look again. */
  announce: () => void;
}

/** A mail shows itself and runs nothing. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:";
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; frame-src 'self'";

export function serveTemplates(workshop: Workshop): Served {
  const watching = new Set<ServerResponse>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const wanted = wish.parse(Object.fromEntries(url.searchParams));
    const look = wanted.look ?? (workshop.file ? 'own' : 'letter');
    if (url.pathname === '/events') return listen(response, watching);
    if (url.pathname === '/reload.js') return send(response, RELOAD, 'text/javascript', PAGE_POLICY);
    if (url.pathname === '/mail')
      return send(response, await mail({ ...wanted, look }, workshop), 'text/html', MAIL_POLICY);
    if (url.pathname === '/')
      return send(response, await page({ ...wanted, look }, workshop), 'text/html', PAGE_POLICY);
    response.writeHead(404).end();
  });
  return {
    server,
    announce: () => {
      for (const one of watching) one.write('event: built\ndata: \n\n');
    },
  };
}

function listen(response: ServerResponse, watching: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': here\n\n');
  watching.add(response);
  response.on('close', () => watching.delete(response));
}

function send(response: ServerResponse, body: string, type: string, policy: string): void {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
  response.writeHead(200, { ...headers, 'content-security-policy': policy }).end(body);
}

type Chosen = Wish & { look: NonNullable<Wish['look']> };

async function shown({ look, language }: Chosen, { built, source }: Workshop) {
  const now = await built();
  if ('problem' in now) return now;
  try {
    const own = look === 'own';
    return await now.renderer.render({ language, look: own ? 'letter' : look, ...(own && { source: await source() }) });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function mail(wanted: Chosen, workshop: Workshop): Promise<string> {
  const result = await shown(wanted, workshop);
  if ('problem' in result) return plainPage(result.problem);
  return wanted.part === 'plain' ? plainPage(result.text) : shownAs(result.html, wanted);
}

async function page(wanted: Chosen, workshop: Workshop): Promise<string> {
  const { file, built, source } = workshop;
  const result = await shown(wanted, workshop);
  const now = await built();
  const faults: TemplateFault[] =
    wanted.look === 'own' && 'renderer' in now ? await now.renderer.check(await source(), wanted.language) : [];
  const looks = [...('renderer' in now ? now.renderer.looks : []), ...(file ? ['own'] : [])];
  return templatesPage({ wish: wanted, looks, line: lineOf(result), faults, file });
}

function lineOf(result: Awaited<ReturnType<typeof shown>>): string {
  if ('problem' in result) return result.problem;
  const kilobytes = (result.bytes / 1_000).toFixed(1);
  return `${kilobytes} of 90 kB${result.shortened > 0 ? `, ${result.shortened} items shortened` : ''}`;
}
