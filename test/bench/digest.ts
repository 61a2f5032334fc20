/** What a digest costs: from its articles to one reader's mail after another. */
import { pathToFileURL } from 'node:url';
import { bundled } from './bundling.ts';
import { measurePersonalising } from './personalising.ts';
import type * as Rooms from './rendering-rooms.ts';

export async function measureDigest(): Promise<void> {
  const { files, remove } = await bundled(['test/bench/rendering-rooms.ts']);
  try {
    const rooms = (await import(pathToFileURL(files[0] ?? '').href)) as typeof Rooms;
    await measurePersonalising(rooms);
  } finally {
    remove();
  }
}
