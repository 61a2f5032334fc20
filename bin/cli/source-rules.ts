import { type Command, Option } from 'commander';
import { parse, stringify, YAMLParseError } from 'yaml';
import * as z from 'zod';
import { type SourceAnswer, sourceAnswer, type TrialAnswer, trialAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import { readText } from './files.ts';
import { columns } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

interface RulesOptions {
  publication: string;
  set?: string;
  /** A file, or true for the rules that the source has. */
  test?: string | true;
}

const tried = z.object({ articles: z.array(trialAnswer) });

export function rulesVerb(group: Command): void {
  verb(group, 'rules <source>', 'show which articles of a source are taken, and how')
    .requiredOption('--publication <id>', 'the publication')
    .addOption(
      new Option('--set <file>', 'rules from a YAML or JSON file, in place of those it has (- reads stdin)').conflicts(
        'test',
      ),
    )
    .option('--test [file]', 'try these rules, or those it has, on its last fifty articles; nothing is stored')
    .action(does(rules));
}

async function rules(cli: Cli, id: string, { publication, set, test }: RulesOptions): Promise<void> {
  const { out } = cli;
  const client = await cli.api();
  const source = path`/publications/${publication}/sources/${id}`;
  if (test !== undefined) {
    const wish = test === true ? {} : { rules: await rulesIn(test) };
    const { articles } = await client.post(`${source}/rules/test`, wish, tried);
    out.result(articles, () => trialInLines(articles));
    return;
  }
  const answer = set
    ? await client.patch(source, { rules: await rulesIn(set) }, sourceAnswer)
    : await client.get(source, sourceAnswer);
  out.result(answer.rules, () => rulesInLines(answer));
}

async function rulesIn(file: string): Promise<unknown> {
  try {
    // JSON is YAML, too.
    return parse(await readText(file)) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new CliFailure(`${file} is neither YAML nor JSON: ${error.message.split('\n')[0]}`);
  }
}

/** Such as may be written to a file, changed, and set. */
function rulesInLines({ rules }: SourceAnswer): string[] {
  return [stringify(rules).trimEnd()];
}

function trialInLines(articles: TrialAnswer[]): string[] {
  if (articles.length === 0) return ['The source has brought no articles yet'];
  const kept = articles.filter((article) => article.kept).length;
  const rows = articles.map(({ kept, titleAfter, topicsAfter, because }) => [
    kept ? 'kept' : 'left out',
    topicsAfter.join(',') || '-',
    titleAfter,
    because ?? '',
  ]);
  return [...columns(rows), `${kept} of ${articles.length} kept`];
}
