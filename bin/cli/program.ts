import { Command, CommanderError } from 'commander';
import { articlesVerbs } from './articles.ts';
import { editionsVerbs } from './editions.ts';
import { CliFailure, UsageFailure } from './failures.ts';
import { feedsVerbs } from './feeds.ts';
import { parseVerb } from './parse.ts';
import { publicationsVerbs } from './publications.ts';
import { segmentsVerbs } from './segments.ts';
import { sourcesVerbs } from './sources.ts';
import { subscribersVerbs } from './subscribers.ts';
import { templatesVerbs } from './templates.ts';
import { withTarget } from './verbs.ts';

/**
 * @param args - the command line without program and script
 * @returns the exit code: 0 done, 1 failed, 2 the command line makes no sense
 */
export async function run(args: string[]): Promise<number> {
  process.stdout.on('error', ignoreClosedPipe);
  try {
    await program().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CliFailure)) throw error;
    for (const line of [error.message, ...error.details.map((detail) => `  ${detail}`)]) console.error(line);
    return error instanceof UsageFailure ? 2 : 1;
  }
}

function program(): Command {
  const root = new Command('rundbrief')
    .description(
      'Newsletters and feeds from the command line. It talks to the local run, or to the stage that --url names.',
    )
    .exitOverride()
    .showHelpAfterError('(add --help for the options)');
  for (const verbs of [
    publicationsVerbs,
    sourcesVerbs,
    articlesVerbs,
    feedsVerbs,
    editionsVerbs,
    templatesVerbs,
    subscribersVerbs,
    segmentsVerbs,
  ]) {
    verbs(root);
  }
  parseVerb(root);
  return withTarget(root);
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  // `… | head` closes our stdout: that is no failure.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
