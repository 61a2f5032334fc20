import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import * as z from 'zod';
import { CliFailure } from './failures.ts';

/** A document on disk and what was known when it was fetched. */
export interface FileToParse {
  /** As the output names it. */
  file: string;
  path: string;
  contentType?: string;
  /** Where it came from. */
  url?: string;
}

type Listed = FileToParse | { file: string; problem: string };

const absent = z
  .string()
  .nullish()
  .transform((value) => value || undefined);
const listLine = z.object({ file: z.string().min(1), path: z.string().min(1), contentType: absent, feedUrl: absent });

/** The files a command line names, one after another: the list is never held as a whole. */
export async function filesOf(
  paths: string[],
  { list, base, contentType }: { list?: string; base?: string; contentType?: string },
): Promise<{ total: number; each(): AsyncGenerator<Listed> }> {
  const total = paths.length + (list ? await linesIn(list) : 0);
  return {
    total,
    async *each() {
      for (const path of paths) yield { file: path, path, contentType, url: base };
      if (!list) return;
      let number = 0;
      for await (const line of linesOf(list)) {
        number += 1;
        if (line.trim()) yield read(line, { number, list, base, contentType });
      }
    },
  };
}

function read(
  line: string,
  { number, list, base, contentType }: { number: number; list: string; base?: string; contentType?: string },
): Listed {
  const entry = listLine.safeParse(jsonOf(line));
  if (!entry.success) {
    return {
      file: `${list}:${number}`,
      problem: `Line ${number} of the list is no {"file", "path", "contentType", "feedUrl"}`,
    };
  }
  const { file, path, contentType: ownType, feedUrl } = entry.data;
  return { file, path: resolve(dirname(list), path), contentType: ownType ?? contentType, url: feedUrl ?? base };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const linesOf = (list: string) =>
  createInterface({ input: createReadStream(list), crlfDelay: Number.POSITIVE_INFINITY });

async function linesIn(list: string): Promise<number> {
  try {
    await access(list);
    let lines = 0;
    for await (const line of linesOf(list)) if (line.trim()) lines += 1;
    return lines;
  } catch (error) {
    throw new CliFailure(`The list ${list} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}
