/** How large the renderer's bundle is and how long a fresh process takes to import it, beside the sender's; and who holds MJML. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundleHandlers, handlerEntries, ROOT } from '../../../lib/bundles.ts';
import { median } from '../cpu-time.ts';
import type { ImportAnswer } from './import-program.ts';
import { RENDERER_MB, SENDER_MB, startProgram } from './processes.ts';

/** Odd, so that there is one in the middle. */
const STARTS = 9;
const STARTED = [
  { entry: 'digest/compose-edition', memoryMb: RENDERER_MB },
  { entry: 'delivery/send-chunk', memoryMb: SENDER_MB },
];
const PROGRAM = createRequire(import.meta.url).resolve('./import-program.ts');

const HEADER = `
Starting

| bundle | kB | kB gzipped | holds MJML | import, CPU ms | import, ms |
| --- | --- | --- | --- | --- | --- |`;

export async function measureStarting(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-bench-'));
  try {
    const { outputs } = await bundleHandlers(folder);
    const holders = handlerEntries().filter((entry) =>
      Object.entries(outputs).some(([file, { inputs }]) => file.endsWith(`/${entry}/index.mjs`) && holdsMjml(inputs)),
    );
    console.log(HEADER);
    for (const { entry, memoryMb } of STARTED) {
      const file = join(folder, entry, 'index.mjs');
      const bundle = readFileSync(file);
      const imports = await importOften(file, memoryMb, settingsOf(entry));
      const cpu = median(imports.map(({ cpuMs }) => cpuMs));
      const wall = median(imports.map(({ wallMs }) => wallMs));
      const sizes = [bundle.length, gzipSync(bundle).length].map((bytes) => Math.round(bytes / 1e3));
      const cells = [entry, ...sizes, holders.includes(entry) ? 'yes' : 'no', cpu.toFixed(0), wall.toFixed(0)];
      console.log(`| ${cells.join(' | ')} |`);
    }
    console.log(`\nMJML is in ${holders.join(', ')}, of ${handlerEntries().length} bundles`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const holdsMjml = (inputs: object) => Object.keys(inputs).some((file) => /node_modules\/mjml[^/]*\//.test(file));

async function importOften(file: string, memoryMb: number, env: Record<string, string>): Promise<ImportAnswer[]> {
  const answers: ImportAnswer[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const program = startProgram<{ url: string }, ImportAnswer>(PROGRAM, [], { memoryMb, env });
    answers.push(await program.ask({ url: pathToFileURL(file).href }));
    program.end();
  }
  return answers;
}

/** What Lambda gives every function. */
const LAMBDAS_OWN = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: '1', AWS_SECRET_ACCESS_KEY: '1' };

/** What a handler asks for before it does anything; nothing of it is used. */
function settingsOf(entry: string): Record<string, string> {
  const [source = ''] = globSync(`lambdas/${entry}.handler.{ts,tsx}`, { cwd: ROOT });
  const names = readFileSync(join(ROOT, source), 'utf8').matchAll(/requireEnv\('(\w+)'\)/g);
  return { ...LAMBDAS_OWN, ...Object.fromEntries([...names].map(([, name]) => [name, '1'])) };
}
