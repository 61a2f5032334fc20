/** Where a chunk belongs: the walk that cut it, named by its first shard, and its number in it, from 1. */
export interface ChunkPlace {
  walk: number;
  number: number;
}

/** `00-000042`: sorts by walk and number, fits SES's alphabet for tags, and is the chunk's name everywhere. */
export function chunkId({ walk, number }: ChunkPlace): string {
  return `${walkId(walk)}-${chunkNumber(number)}`;
}

/** @throws Error when it is none: ids come from parsed messages and from our own table */
export function chunkPlace(chunk: string): ChunkPlace {
  const [, walk, number] = /^(\d{2})-(\d{6})$/.exec(chunk) ?? [];
  if (walk === undefined || number === undefined) throw new Error(`"${chunk}" is no chunk id`);
  return { walk: Number(walk), number: Number(number) };
}

export const walkId = (walk: number): string => String(walk).padStart(2, '0');
export const chunkNumber = (number: number): string => String(number).padStart(6, '0');
