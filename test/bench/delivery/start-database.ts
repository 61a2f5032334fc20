import { programFile, startProgram } from './programs.ts';
import type { BenchDatabase } from './readers.ts';

/** A database with so many readers. @param shards - that they lie in; all when nothing is said */
export async function startDatabase(readers: number, shards?: number) {
  const child = startProgram(programFile('database.ts'), [readers, shards ?? ''].map(String));
  const database = await new Promise<BenchDatabase>((ready, failed) => {
    child.on('message', ready);
    child.on('exit', () => failed(new Error('The database of the bench has ended')));
  });
  return { database, stop: () => void child.kill() };
}
