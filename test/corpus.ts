/**
 * `npm run corpus -- DIR [--list]`: how well we read a folder of documents, beside rss-parser and feedsmith alone.
 *
 * The folder holds documents, an `expected.jsonl` that says what is in them (one line a file, as another reader or a
 * person found it) and, if it matters, an `http.json` with their response headers. Files without a line there count as
 * read or not. `--list` names every disagreement of ours.
 */
import { parseArgs } from 'node:util';
import { RundbriefError } from '../lambdas/domain/errors.ts';
import { measureCorpus } from './ingest/corpus/measure-corpus.ts';
import { openCorpus } from './ingest/corpus/open-corpus.ts';
import { tableOf } from './ingest/corpus/table-of-scores.ts';

const USAGE = 'Usage: npm run corpus -- DIR [--list]';

try {
  const { folder, isListed } = readArguments();
  const { scores, disagreements } = await measureCorpus(openCorpus(folder));
  console.log(tableOf(scores));
  if (isListed) console.log(['', ...disagreements].join('\n'));
} catch (error) {
  if (!(error instanceof RundbriefError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readArguments(): { folder: string; isListed: boolean } {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { list: { type: 'boolean' } } });
    const [folder, ...others] = positionals;
    if (folder && others.length === 0) return { folder, isListed: values.list ?? false };
  } catch {
    // An unknown option is answered as a missing folder is.
  }
  throw new RundbriefError('invalid', USAGE);
}
