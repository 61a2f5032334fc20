import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that tells people from robots: whoever ticks its box is a person. Speaks the protocol of Turnstile. */
export interface BotCheckService {
  url: string;
  /** What it was asked to verify. */
  asked: Record<string, string>[];
  close(): void;
}

/** The widget: a frame with a box, whose answer it puts into the form. */
const SCRIPT = `
const origin = new URL(document.currentScript.src).origin;
for (const place of document.querySelectorAll('.cf-turnstile')) {
  const frame = Object.assign(document.createElement('iframe'), { src: origin + '/frame?' + place.dataset.sitekey });
  const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'cf-turnstile-response' });
  place.append(frame, field);
  addEventListener('message', (event) => { if (event.origin === origin) field.value = event.data; });
}
`;
const FRAME = `<!doctype html><label><input type="checkbox" onchange="parent.postMessage('person-' + Date.now(), '*')"> Mensch</label>`;

export async function openBotCheckService(): Promise<BotCheckService> {
  const asked: Record<string, string>[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/api.js') return void response.setHeader('content-type', 'text/javascript').end(SCRIPT);
    if (request.url?.startsWith('/frame')) return void response.setHeader('content-type', 'text/html').end(FRAME);
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    const fields = Object.fromEntries(new URLSearchParams(body));
    asked.push(fields);
    const success = Boolean(fields.secret && fields.response?.startsWith('person-'));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success, 'error-codes': success ? [] : ['invalid-input-response'] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
