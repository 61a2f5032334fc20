import { type Command, InvalidArgumentError } from 'commander';
import { CliFailure, UsageFailure } from './failures.ts';
import { columns, type Output } from './output.ts';
import { filesOf } from './parse-list.ts';
import { type ParsedFile, parsing } from './parsing.ts';
import { type Cli, does, verb } from './verbs.ts';

interface ParseOptions {
  base?: string;
  contentType?: string;
  list?: string;
}

export function parseVerb(root: Command): void {
  verb(root, 'parse [files...]', 'read feed documents from disk as the pipeline would, without any server')
    .option('--base <address>', 'where the files came from, for relative links', webAddress)
    .option('--content-type <type>', 'what the server called them')
    .option('--list <file>', 'JSON lines {file, path, contentType, feedUrl}, paths relative to the list')
    .action(does(parse));
}

/** One line a file, in order; a bad file is a line of its own. */
async function parse({ out }: Cli, paths: string[], options: ParseOptions): Promise<void> {
  if (paths.length === 0 && !options.list) throw new UsageFailure('Nothing to parse: give files, or --list FILE');
  const files = await filesOf(paths, options);
  const progress = out.progress('Parsing', files.total);
  const parser = parsing();
  let done = 0;
  let readable = 0;
  try {
    for await (const file of files.each()) {
      const parsed = 'problem' in file ? unparsed(file.file, file.problem) : await parser.parse(file);
      if (parsed.isReadable) readable += 1;
      print(out, parsed);
      done += 1;
      progress.update(done);
    }
  } finally {
    progress.stop();
    await parser.stop();
  }
  if (readable === 0) throw new CliFailure(done === 0 ? 'The list names no file' : 'No file could be read');
}

const unparsed = (file: string, error: string): ParsedFile => ({
  file,
  ok: false,
  error,
  items: [],
  ms: 0,
  isReadable: false,
});

function print(out: Output, { isReadable: _, ...parsed }: ParsedFile): void {
  const { file, ok, error, items, ms } = parsed;
  out.result(parsed, () => [
    ok ? `${file}: ${items.length} articles in ${ms} ms` : `${file}: ${error}`,
    ...columns(items.map(({ publishedAt, title }) => [`  ${publishedAt ?? '-'}`, title ?? '(no title)'])),
  ]);
}

function webAddress(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('It must begin with https:// or http://.');
  }
  return text;
}
