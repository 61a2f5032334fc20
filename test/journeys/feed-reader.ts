import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

/** What a reader asked, and what it got. */
interface Asked {
  path: string;
  status: number;
  coding: string;
}

/** Newsboat with its own folders, and somebody in between who counts. */
interface FeedReader {
  /** Fetches the feed, if it has changed. */
  refresh(): Promise<void>;
  /** What it shows. */
  titles(): string[];
  /** Since the last time this was called. */
  asked(): Asked[];
  close(): void;
}

/** Why newsboat cannot be used here; undefined when it can. */
export function withoutNewsboat(): string | undefined {
  const { status } = spawnSync('newsboat', ['--version'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'newsboat is not installed (apt-get install newsboat)';
}

/**
 * @param path - the one feed of the site that it follows: an article has one id in all of them, and newsboat shows each id
 *   in one feed only
 */
export async function openFeedReader(siteUrl: string, path: string): Promise<FeedReader> {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-reader-'));
  let seen: Asked[] = [];
  const between = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    const onward = request(
      `${siteUrl}${url}`,
      { method, headers: { ...headers, host: new URL(siteUrl).host } },
      (answer) => {
        const coding = String(answer.headers['content-encoding'] ?? 'none');
        seen.push({ path: url, status: answer.statusCode ?? 0, coding });
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    onward.end();
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  const file = (name: string) => join(folder, name);
  writeFileSync(file('urls'), `${base}${path}`);
  writeFileSync(file('config'), '');
  const options = ['-C', file('config'), '-u', file('urls'), '-c', file('cache.db')];
  return {
    async refresh() {
      await promisify(execFile)('newsboat', [...options, '-x', 'reload'], { env: { ...process.env, HOME: folder } });
    },
    titles() {
      const cache = new DatabaseSync(file('cache.db'), { readOnly: true });
      const rows = cache.prepare('SELECT title FROM rss_item WHERE deleted = 0').all();
      cache.close();
      return rows.map(({ title }) => String(title));
    },
    asked() {
      const since = seen;
      seen = [];
      return since;
    },
    close: () => {
      between.closeAllConnections();
      between.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
