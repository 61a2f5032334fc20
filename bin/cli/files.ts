import { readFile } from 'node:fs/promises';
import { CliFailure } from './failures.ts';

/** @param file - `-` for stdin */
export async function readText(file: string): Promise<string> {
  return (await readBytes(file)).toString('utf8');
}

/** @param file - `-` for stdin */
export async function readBytes(file: string): Promise<Buffer<ArrayBuffer>> {
  if (file === '-') return Buffer.concat(await process.stdin.toArray());
  try {
    return await readFile(file);
  } catch (error) {
    throw new CliFailure(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}
