import type { Command } from 'commander';
import { CliFailure } from './failures.ts';
import { askForFeeds, feedsAreBuilt } from './feeds-built.ts';
import { type Cli, does, verb } from './verbs.ts';

export function feedsVerbs(root: Command): void {
  const group = root.command('feeds').description('the feeds that readers follow');
  verb(group, 'build', 'build the feeds of a publication again')
    .requiredOption('--publication <id>', 'the publication')
    .option('--wait', 'wait until the feeds answer with the latest article')
    .action(does(build));
}

async function build({ out, api }: Cli, { publication, wait }: { publication: string; wait?: boolean }): Promise<void> {
  const client = await api();
  const feeds = await askForFeeds(client, publication);
  if (wait && !(await feedsAreBuilt(client, publication, feeds))) {
    throw new CliFailure('The feeds do not show the latest article after two minutes');
  }
  out.result({ publication, feeds }, () => Object.values(feeds));
}
