import { consoleApp } from '../../lambdas/console/console-app.tsx';
import type { ConsoleDeps } from '../../lambdas/console/console-deps.ts';
import { identityProvider } from '../../lambdas/console/identity-provider.ts';
import { feedAddresses } from '../../lambdas/syndicate/index.ts';
import { EditorBrowser } from './editor-browser.ts';
import { FakeIssuer } from './fake-issuer.ts';
import { Rooms } from './fake-rooms.ts';
import { type Served, serve } from './serve.ts';

export interface ConsoleUnderTest {
  rooms: Rooms;
  issuer: FakeIssuer;
  url: string;
  /** Milliseconds the console's clock is ahead. */
  clock: { aheadMs: number };
  browser(headers?: Record<string, string>): EditorBrowser;
  signedIn(headers?: Record<string, string>): Promise<EditorBrowser>;
  stop(): Promise<void>;
}

/** The console behind a real port, with a provider to sign in at and other rooms in memory. */
export async function startConsole(): Promise<ConsoleUnderTest> {
  const rooms = new Rooms();
  const issuer = await new FakeIssuer().start();
  const clock = { aheadMs: 0 };
  const server: Served = await serve((url) => consoleApp(consoleDeps(rooms, { url, issuer: issuer.url, clock })));
  const browser = (headers?: Record<string, string>) => new EditorBrowser(server.url, headers);
  return {
    rooms,
    issuer,
    clock,
    url: server.url,
    browser,
    async signedIn(headers) {
      const editor = browser(headers);
      await editor.open('/console');
      return editor;
    },
    stop: async () => {
      await Promise.all([server.stop(), issuer.stop()]);
    },
  };
}

function consoleDeps(
  rooms: Rooms,
  { url, issuer, clock }: { url: string; issuer: string; clock: { aheadMs: number } },
): ConsoleDeps {
  const deps = rooms.deps();
  return {
    ...deps,
    siteUrl: url,
    identityProvider: identityProvider({ issuer, clientId: 'console' }),
    sessionKey: async () => 'a key that only this test knows, long enough',
    now: () => new Date(Date.now() + clock.aheadMs),
    digests: { ...deps.digests, list: async () => rooms.digests },
    editions: { ...deps.editions, listRuns: async () => rooms.runs },
    feedAddresses: (id) => feedAddresses(url, id),
    leftOutOf: async () => rooms.leftOut,
  };
}
