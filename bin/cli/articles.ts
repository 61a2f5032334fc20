import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { type ArticleAnswer, articleAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { writtenVerbs } from './articles-written.ts';
import { columns, moment } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

const listed = z.object({ articles: z.array(articleAnswer) });

export function articlesVerbs(root: Command): void {
  const group = root.command('articles').description('what came in');
  verb(group, 'list', 'list the latest articles, newest first')
    .requiredOption('--publication <id>', 'the publication')
    .option('--limit <number>', 'how many at most (up to 1000)', count, 50)
    .option('--withdrawn', 'those that were taken back, and no others')
    .action(does(listLatest));
  writtenVerbs(group);
}

async function listLatest(
  { out, api }: Cli,
  { publication, limit, withdrawn = false }: { publication: string; limit: number; withdrawn?: boolean },
): Promise<void> {
  const { articles } = await (await api()).get(
    path`/publications/${publication}/articles?limit=${limit}&withdrawn=${String(withdrawn)}`,
    listed,
  );
  out.result(articles, () =>
    articles.length
      ? columns(
          articles.map((article) => [article.id, moment(article.publishedAt), mailed(article) || '-', article.title]),
        )
      : [
          `${publication} has no articles yet. Fetch its sources with: rundbrief sources poll --publication ${publication} --wait`,
        ],
  );
}

/** Empty for what went out in no edition. */
export const mailed = ({ mailedIn }: Pick<ArticleAnswer, 'mailedIn'>): string =>
  mailedIn.length > 0 ? `went out in ${mailedIn.join(', ')}` : '';

/** A number of things to list. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > 1000)
    throw new InvalidArgumentError('It must be between 1 and 1000.');
  return Number(text);
}
