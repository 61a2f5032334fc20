/** What a digest costs: from its articles to one reader's mail after another. */
import { pathToFileURL } from 'node:url';
import type * as Rooms from './bundled-rooms.ts';
import { bundled, sourceAt } from './bundling.ts';
import { measurePersonalising } from './personalising.ts';

export async function measureDigest(): Promise<void> {
  const { file, remove } = await bundled(sourceAt('./bundled-rooms.ts'));
  try {
    const rooms = (await import(pathToFileURL(file).href)) as typeof Rooms;
    await measurePersonalising(rooms);
  } finally {
    remove();
  }
}
