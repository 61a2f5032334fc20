import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { RundbriefError } from '../../../lambdas/domain/errors.ts';

const expectedItem = z.object({
  title: z.string().nullish(),
  link: z.string().nullish(),
  published: z.iso.datetime({ offset: true }).nullish(),
  id: z.string().nullish(),
});
const expectedDocument = z.object({
  file: z.string().min(1),
  /** null: this is no feed. */
  feed: z.object({ title: z.string().nullish() }).nullable(),
  items: z.array(expectedItem),
});
const responseHeaders = z.record(z.string(), z.record(z.string(), z.string()));

export type ExpectedItem = z.infer<typeof expectedItem>;

export interface CorpusDocument {
  file: string;
  bytes: Uint8Array;
  contentType: string;
  /** Where it counts as fetched from. */
  url: string;
  /** Absent: nobody says what is in it. */
  expected?: z.infer<typeof expectedDocument>;
}

/** No documents themselves: what they are, where they are from, and what may be done with them. */
const ABOUT_THE_FOLDER =
  /^(expected\.jsonl|http\.json|licenses\/.*|(.*\/)?(ORIGINS|README|LICENSE)[^/]*|(.*\/)?\.[^/]*)$/;

/** @throws RundbriefError `invalid`, in one sentence, when there is no such folder or its lists make no sense */
export function openCorpus(folder: string): CorpusDocument[] {
  if (!existsSync(join(folder, 'expected.jsonl'))) {
    throw new RundbriefError('invalid', `There is no file expected.jsonl in ${folder}`);
  }
  const expected = readExpected(join(folder, 'expected.jsonl'));
  const headers = readHeaders(join(folder, 'http.json'));
  const missing = [...expected.keys()].find((file) => !existsSync(join(folder, file)));
  if (missing) throw new RundbriefError('invalid', `expected.jsonl names ${missing}, which is not in ${folder}`);
  return filesIn(folder).map((file) => {
    const own = headers[file] ?? {};
    const bytes = readFileSync(join(folder, file));
    return {
      file,
      bytes: own['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes,
      contentType: own['content-type'] ?? 'application/xml',
      url: `https://feed.example/${file.split('/').map(encodeURIComponent).join('/')}`,
      expected: expected.get(file),
    };
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !ABOUT_THE_FOLDER.test(file))
    .sort();
}

function readExpected(path: string): Map<string, z.infer<typeof expectedDocument>> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const documents = lines.flatMap((line, index) => (line.trim() ? [readLine(line, index + 1)] : []));
  if (documents.length === 0) throw new RundbriefError('invalid', `${path} is empty`);
  return new Map(documents.map((document) => [document.file, document]));
}

function readLine(line: string, number: number): z.infer<typeof expectedDocument> {
  const { success, data, error } = expectedDocument.safeParse(jsonOf(line));
  if (success) return data;
  const [issue] = error.issues;
  const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new RundbriefError('invalid', `Line ${number} of expected.jsonl is wrong${where}: ${issue?.message}`);
}

function readHeaders(path: string): z.infer<typeof responseHeaders> {
  if (!existsSync(path)) return {};
  const { success, data } = responseHeaders.safeParse(jsonOf(readFileSync(path, 'utf8')));
  if (!success) throw new RundbriefError('invalid', `${path} does not give response headers by file`);
  return data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
