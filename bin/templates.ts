/**
 * `npm run templates [-- FILE]`: the sample mail in each look, or in a template of one's own, in a browser; shown again
 * whenever a template, a word or the file changes. On a terminal it also says what is wrong with the file.
 */
import { watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type Renderer, watchRenderer } from './templates/bundle.ts';
import { serveTemplates } from './templates/serve.ts';

type Built = { renderer: Renderer } | { problem: string };

const LOOK_EVERY_MS = 300;

const command = new Command('npm run templates --')
  .description('Shows the sample mail in each look, or in the template of FILE, and again when something changes.')
  .argument('[file]', 'a template of your own (docs/templates.md)')
  .option('--port <number>', 'where to answer; 0 takes any free port', readPort, 4810)
  .parse(process.argv.slice(2), { from: 'user' });
const { port } = command.opts<{ port: number }>();
const file = command.args[0];
let written = '';
/** What stands in the file; what stood there a moment ago while an editor replaces it. */
const source = async () => {
  if (file) written = await readFile(resolve(file), 'utf8').catch(() => written);
  return written;
};
if (file && !(await source())) command.error(`${file} cannot be read, or is empty`);

const first = Promise.withResolvers<Built>();
let latest = first.promise;
const { server, announce } = serveTemplates({ ...(file && { file }), source, built: () => latest });
const stop = await watchRenderer((built) => {
  first.resolve(built);
  latest = Promise.resolve(built);
  void changed();
});
if (file) watchFile(resolve(file), { interval: LOOK_EVERY_MS }, () => void changed());
server.listen(port, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
// A terminal's signal may come twice, by itself and by npm: the second must not cut the tidying short.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void stop().finally(() => process.exit(0)));

async function changed(): Promise<void> {
  announce();
  const built = await latest;
  if ('problem' in built) console.log(built.problem);
  else if (file) await sayFaults(built.renderer, file);
}

async function sayFaults(renderer: Renderer, name: string): Promise<void> {
  const faults = await renderer.check(await source(), 'de');
  if (faults.length === 0) console.log(`${name} is in order`);
  for (const { line, column, message, isBlocking } of faults) {
    const place = [name, line, column].filter((part) => part !== undefined).join(':');
    console.log(`${place}: ${message}${isBlocking ? '' : ' (advice)'}`);
  }
}

function readPort(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  }
  return number;
}
