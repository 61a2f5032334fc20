import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SHORT_TEMPLATE } from './sample-templates.ts';

const BROKEN = SHORT_TEMPLATE.replace('</h2></mj-text>', '</mj-text>');

let folder: string;
let file: string;
let child: ChildProcess;
let printed = '';
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-workshop-'));
  file = join(folder, 'own.mjml');
  await writeFile(file, BROKEN);
  child = spawn(process.execPath, ['bin/templates.ts', file, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  url = await said(/^ready (\S+)$/m);
});
afterAll(async () => {
  child.kill('SIGTERM');
  await new Promise((ended) => child.once('exit', ended));
  await rm(folder, { recursive: true });
});

async function said(pattern: RegExp): Promise<string> {
  await vi.waitFor(() => expect(printed).toMatch(pattern), { timeout: 20_000 });
  return pattern.exec(printed)?.[1] ?? '';
}

const get = async (path: string) => (await fetch(new URL(path, url))).text();

describe('npm run templates', () => {
  it('shows what is wrong with a file, with its line, and the mail all the same', async () => {
    const page = await get('/');
    expect(page).toContain('<b>7:33 </b>&lt;h2&gt; is not closed before &lt;/mj-text&gt; in line 7');
    expect(await get('/mail')).toContain('Neun Städte, eine Lernwerkstatt');
    await said(/own\.mjml:7:33: (<h2> is not closed) before/);
  });

  it('looks again when the file changes, and tells every open page', async () => {
    const events = (await fetch(new URL('/events', url))).body?.pipeThrough(new TextDecoderStream()).getReader();
    await writeFile(file, SHORT_TEMPLATE);
    let heard = '';
    while (!heard.includes('event: built')) heard += (await events?.read())?.value;
    await said(/own\.mjml (is in order)/);
    expect(await get('/')).not.toContain('class="blocking"');
    await events?.cancel();
  });

  it.each(['letter', 'magazine', 'compact'])('shows our %s in both languages, bright and dark', async (look) => {
    expect(await get(`/mail?look=${look}&language=de`)).toContain('lang="de"');
    const dark = await get(`/mail?look=${look}&language=en&scheme=dark`);
    expect(dark).toContain('lang="en"');
    expect(dark).not.toContain('prefers-color-scheme');
    expect(await get(`/mail?look=${look}&part=unstyled`)).not.toContain('<style');
    expect(await get(`/mail?look=${look}&part=unpictured`)).not.toMatch(/<img[^>]* src="[^"]/);
    expect(await get(`/mail?look=${look}&language=en&part=plain`)).toContain('Unsubscribe:');
  });

  it('runs nothing that a template brings', async () => {
    const { headers } = await fetch(new URL('/mail', url));
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('script-src');
    expect(await get('/')).toMatch(/<iframe[^>]* sandbox>/);
  });
});
