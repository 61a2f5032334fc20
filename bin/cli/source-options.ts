import { type Command, Option } from 'commander';
import { SOURCE_KINDS } from '../../lambdas/domain/publication.ts';
import { UsageFailure } from './failures.ts';
import { list } from './verbs.ts';

/** How a source is to be read, as several verbs say it. */
export interface ReadingOptions {
  kind?: string;
  title?: string;
  topics?: string[];
  fullText?: boolean;
  selectorItem?: string;
  selectorTitle?: string;
  selectorLink?: string;
  selectorTeaser?: string;
  selectorDate?: string;
  selectorImage?: string;
}

/** Those that are asked by address; nobody asks the others. */
const KINDS = SOURCE_KINDS.filter((kind) => kind !== 'push' && kind !== 'editor');
const PARTS = ['title', 'link', 'teaser', 'date', 'image'] as const;

export function withReading(command: Command): Command {
  command
    .option('--title <title>', 'what editors call it')
    .option('--topics <ids>', 'topics that all its articles carry, separated by commas', list)
    .addOption(new Option('--kind <kind>', 'how it is read').choices(KINDS))
    .option('--full-text', 'it carries teasers only: read the text of new articles from their own pages')
    .option('--selector-item <css>', 'of a web page: what surrounds each article');
  for (const part of PARTS) command.option(`--selector-${part} <css>`, `the article's ${part}, within it`);
  return command;
}

/** @throws UsageFailure when a part is to be found in nothing */
export function selectorsIn(options: ReadingOptions): Record<string, string> | undefined {
  const { selectorItem: item, selectorTitle: title, selectorLink: link } = options;
  const { selectorTeaser: teaser, selectorDate: date, selectorImage: image } = options;
  const given = Object.entries({ item, title, link, teaser, date, image }).filter(([, css]) => css !== undefined);
  if (given.length === 0) return undefined;
  if (!item) throw new UsageFailure('Missing --selector-item: the other selectors are looked for within an article');
  return Object.fromEntries(given) as Record<string, string>;
}
