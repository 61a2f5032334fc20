import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { botCheck } from '../../../lambdas/audience/joining/bot-check.ts';
import { log } from '../../../lambdas/platform/log.ts';
import { House, hiddenFields, posted } from '../house.ts';
import { ADA } from '../samples.ts';

const SECRET = 'the-secret-key-of-the-service';
const FIELD = 'cf-turnstile-response';

/** A service that speaks the protocol: each good answer of its widget is worth one sign-up. */
class Service {
  readonly asked: Record<string, string>[] = [];
  readonly spent = new Set<string>();
  /** How it fails instead of answering. */
  trouble: 'hangs' | 'breaks' | 'says 500' | 'says nonsense' | 'is somewhere else' | undefined;
  private readonly server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      if (this.trouble === 'hangs') return;
      if (this.trouble === 'breaks') return void request.socket.destroy();
      if (this.trouble === 'says 500') return void response.writeHead(500).end('<h1>Oops</h1>');
      if (this.trouble === 'says nonsense') return void response.end('{"success":"certainly"}');
      if (this.trouble === 'is somewhere else') return void response.writeHead(302, { location: '/else' }).end();
      const codes = this.judge(await fieldsOf(request));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ success: codes.length === 0, 'error-codes': codes, hostname: 'letters.example' }));
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/siteverify`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private judge(fields: Record<string, string>): string[] {
    this.asked.push(fields);
    const { secret, response = '' } = fields;
    if (secret !== SECRET) return ['invalid-input-secret'];
    if (this.spent.has(response)) return ['timeout-or-duplicate'];
    if (!response.startsWith('person-')) return ['invalid-input-response'];
    this.spent.add(response);
    return [];
  }
}

async function fieldsOf(request: IncomingMessage): Promise<Record<string, string>> {
  expect(request.method).toBe('POST');
  const chunks = await Array.fromAsync(request);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
}

const service = new Service();
beforeAll(() => service.open());
afterAll(() => service.close());

let house: House;
beforeEach(() => {
  house = new House();
  service.trouble = undefined;
  service.asked.length = 0;
  service.spent.clear();
  withCheck();
});

function withCheck(secret = SECRET, verifyUrl = service.url): void {
  const scriptUrl = 'https://check.example.net/v0/api.js';
  Object.assign(house.deps, {
    botCheck: botCheck({ siteKey: '1x00AA', scriptUrl, verifyUrl, secret: async () => secret }),
  });
}

describe('a form that is checked', () => {
  it('shows the widget, lets its host in on this page only, and says what it does', async () => {
    const { body, headers } = await house.ask('/subscribe/ruhr');
    const page = load(body, { scriptingEnabled: false });
    expect(page('.cf-turnstile').attr()).toMatchObject({ 'data-sitekey': '1x00AA', 'data-language': 'de' });
    expect(
      page('script')
        .map((_, script) => page(script).attr('src'))
        .get(),
    ).toEqual(['https://check.example.net/v0/api.js']);
    expect(page('noscript').text()).toContain('Diese Prüfung braucht JavaScript');
    expect(body).toContain('prüft check.example.net');
    const policy = headers['content-security-policy'];
    expect(policy).toContain(' script-src https://check.example.net; frame-src https://check.example.net;');
    const others = [await house.ask('/subscribe/ruhr/embed'), await house.ask('/confirm?t=x')];
    const answer = await house.subscribe('ada@reader.example', { [FIELD]: 'person-1' });
    for (const other of [...others, answer]) {
      expect(other.headers['content-security-policy']).not.toContain('check.example.net');
    }
  });

  it('leaves nothing of it where there is none', async () => {
    const { body, headers } = await new House().ask('/subscribe/ruhr');
    expect(body).not.toMatch(/turnstile|noscript|<script/);
    expect(headers['content-security-policy']).not.toMatch(/script-src|frame-src/);
  });

  it('takes a sign-up of a person, and tells the service who asks', async () => {
    const { status } = await house.subscribe('ada@reader.example', { [FIELD]: 'person-1' });
    expect(status).toBe(200);
    expect(house.queue.sent).toEqual([{ kind: 'subscription', ...ADA }]);
    expect(service.asked).toEqual([{ secret: SECRET, response: 'person-1', remoteip: '192.0.2.77' }]);
  });

  it.each([
    { what: 'none', response: '', asked: 0 },
    { what: 'a robot’s', response: 'robot', asked: 1 },
    { what: 'an endless one', response: 'person-'.repeat(1000), asked: 0 },
  ])('comes back with a sentence when the widget’s answer is $what', async ({ response, asked }) => {
    const { status, body } = await house.subscribe('ada@reader.example', { [FIELD]: response, topic: 'kita' });
    expect(status).toBe(400);
    expect(body).toContain('ist nicht gelungen. Bitte versuchen Sie es noch einmal.');
    expect(body).toContain('value="ada@reader.example"');
    expect(body).toMatch(/value="kita" checked/);
    expect(house.queue.sent).toEqual([]);
    expect(service.asked).toHaveLength(asked);
  });

  it('takes an answer once', async () => {
    expect((await house.subscribe('ada@reader.example', { [FIELD]: 'person-1' })).status).toBe(200);
    expect((await house.subscribe('bob@reader.example', { [FIELD]: 'person-1' })).status).toBe(400);
    expect(house.queue.sent).toHaveLength(1);
  });

  it('asks nobody about an address that is none, or a network that had enough', async () => {
    await house.subscribe('ada@', { [FIELD]: 'person-1' });
    house.audience.networkLimits.take = async () => false;
    await house.subscribe('ada@reader.example', { [FIELD]: 'person-1' });
    expect(service.asked).toEqual([]);
  });

  it('has whoever comes from another website send it here, where the widget is', async () => {
    const shown = hiddenFields((await house.ask('/subscribe/ruhr')).body);
    const sent = { form: 'embedded', wording: shown.wording ?? '', address: 'ada@reader.example' };
    const { status, body } = await house.ask('/subscribe/ruhr', posted(new URLSearchParams(sent)));
    expect(status).toBe(200);
    expect(body).toContain('Noch ein Schritt');
    expect(body).toContain('value="ada@reader.example"');
    expect(body).toContain('cf-turnstile');
    expect(house.queue.sent).toEqual([]);
    expect((await house.ask('/subscribe/ruhr/embed')).body).toContain('wird geprüft, ob ein Mensch');
  });
});

describe('a service that does not say', () => {
  it.each(['hangs', 'breaks', 'says 500', 'says nonsense', 'is somewhere else'] as const)(
    'whether it was a person, since it %s, stops nobody, and the log warns',
    async (trouble) => {
      service.trouble = trouble;
      const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
      expect((await house.subscribe('ada@reader.example', { [FIELD]: 'person-1' })).status).toBe(200);
      expect(house.queue.sent).toHaveLength(1);
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('does not answer'), expect.anything());
      expect(JSON.stringify(warn.mock.calls)).not.toMatch(/reader\.example|the-secret|person-1/);
      warn.mockRestore();
    },
  );

  it('is there no more: the same', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
    withCheck(SECRET, 'http://127.0.0.1:9/siteverify');
    expect((await house.subscribe('ada@reader.example', { [FIELD]: 'person-1' })).status).toBe(200);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  it('takes our key for a wrong one: the same, since that is our fault and no visitor’s', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
    withCheck('not-put-in-yet');
    expect((await house.subscribe('ada@reader.example', { [FIELD]: 'person-1' })).status).toBe(200);
    expect(warn).toHaveBeenCalledWith(expect.any(String), { codes: ['invalid-input-secret'] });
    warn.mockRestore();
  });
});
