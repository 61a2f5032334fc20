import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPublisher, type Publisher } from './publisher.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('npm start', () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'rundbrief-restart-')), 'data');
  const started: ChildProcess[] = [];
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Ein „Übergang“', text: 'Text' }]);
  });
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    publisher.close();
    rmSync(join(dataDir, '..'), { recursive: true, force: true });
  });

  async function start(...more: string[]): Promise<{ url: string; child: ChildProcess; printed: () => string }> {
    const args = [
      join(ROOT, 'bin', 'setup.mjs'),
      'bin/local.ts',
      '--port',
      '0',
      '--data',
      dataDir,
      '--no-demo',
      ...more,
    ];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    let printed = '';
    const url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        printed += chunk;
        const [, ready] = /^ready (\S+)$/m.exec(printed) ?? [];
        if (ready) resolve(ready);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.on('exit', (code) => reject(new Error(`ended with ${code}: ${printed}`)));
    });
    return { url, child, printed: () => printed };
  }

  const get = async (address: string) => (await fetch(address)).text();

  it('takes a feed of one’s own all the way to the inbox', async () => {
    const { url } = await start('--fresh', publisher.feedUrl);
    const mail = JSON.parse(await get(`${url}/_local/mail.json`)) as { subject: string; accepted: boolean }[];
    expect(mail).toMatchObject([{ subject: expect.stringContaining('Ein „Übergang“'), accepted: true }]);
    expect(await get(`${url}/feeds/mine/rss.xml`)).toContain('Ein „Übergang“');
  });

  it('refuses a second run in the same folder with one line', async () => {
    await expect(start()).rejects.toThrow(/^ended with 1: .*\n?[^\n]*(running|pid|process)[^\n]*\n$/s);
  });

  it('finds everything again after being killed', async () => {
    const above = started[0] as ChildProcess;
    const gone = new Promise((resolve) => above.once('exit', resolve));
    process.kill(Number(readFileSync(join(dataDir, 'run.pid'), 'utf8')), 'SIGKILL');
    await gone;
    expect((await start()).printed()).toMatch(/Taking over the data folder: process \d+, which held it, is gone/);
    const again = started.at(-1) as ChildProcess;
    expect(existsSync(join(dataDir, 'cli.json'))).toBe(true);
    again.kill('SIGTERM');
    await new Promise((resolve) => again.once('exit', resolve));
    const { url } = await start();
    expect(JSON.parse(await get(`${url}/_local/mail.json`))).toHaveLength(1);
    expect(await get(`${url}/archive/mine/1`)).toContain('Ein „Übergang“');
  });

  it('says in one line what is wrong with its options', async () => {
    await expect(start('--port', 'http')).rejects.toThrow('It must be a number from 0 to 65535.');
  });
});
