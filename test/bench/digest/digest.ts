/** What a digest costs: composing it, writing it out for one reader after another, and starting who does so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundled } from '../bundling.ts';
import { measureChoices } from './choices.ts';
import { measureComposing } from './composing.ts';
import { measurePersonalising } from './personalising.ts';
import type * as Rooms from './rendering-rooms.ts';
import { letterOfSize } from './sized-letter.ts';
import { measureStarting } from './starting.ts';

const HTML_BYTES = 60_000;
const PROGRAMS = [
  'rendering-rooms',
  'composing-program',
  'choices-program',
  'mail-writers/ours',
  'mail-writers/handlebars',
  'mail-writers/mjml',
];

export async function measureDigest(): Promise<void> {
  const { files, folder, remove } = await bundled(PROGRAMS.map((name) => `test/bench/digest/${name}.ts`));
  const fileOf = (name: string) => files[PROGRAMS.indexOf(name)] ?? '';
  try {
    await measureComposing(fileOf('composing-program'));
    const rooms = (await import(pathToFileURL(fileOf('rendering-rooms')).href)) as typeof Rooms;
    const { articles, ...letter } = await letterOfSize(HTML_BYTES, rooms);
    const letterFile = join(folder, 'letter.json');
    writeFileSync(letterFile, JSON.stringify(letter));
    console.log(`\nA digest of ${articles} articles: ${(Buffer.byteLength(letter.html) / 1000).toFixed(1)} kB of HTML`);
    await measurePersonalising(fileOf, letterFile);
    await measureChoices(fileOf('choices-program'), letterFile);
  } finally {
    remove();
  }
  await measureStarting();
}
