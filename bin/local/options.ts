import { Command, InvalidArgumentError } from 'commander';

/** What `npm start` was asked for. */
export interface StartOptions {
  port: number;
  fresh: boolean;
  demo: boolean;
  data: string;
  ses?: string;
  smtp?: string;
  reconcileAfter?: number;
  /** What SES lets the account send; generous when absent. */
  sesRate?: number;
  sesPerDay?: number;
  /** Feeds of one's own to try. */
  sources: string[];
}

/** Reads the command line; help and mistakes end the program with one clear line. */
export function readOptions(argv: string[]): StartOptions {
  const command = new Command('npm start --')
    .description(
      'Runs Rundbrief on this machine: the template and the code that would be deployed, behind one address.',
    )
    .argument('[source-url...]', 'websites or feeds to read into a publication of your own', readSources, [])
    .option('--port <number>', 'where to answer; 0 takes any free port', readPort, 4800)
    .option('--fresh', 'begin anew: forget everything in the data folder', false)
    .option('--no-demo', 'without the two demo publications')
    .option('--ses <url>', 'hand mail to this SES-compatible endpoint', readUrl('http:', 'https:'))
    .option('--smtp <url>', 'also hand each mail to this mail server', readUrl('smtp:', 'smtps:'))
    .option('--data <folder>', 'where everything is kept', '.rundbrief')
    .option('--reconcile-after <seconds>', 'how long an unknown outcome waits for evidence', readWhole)
    .option('--ses-rate <number>', 'how many mails a second the local SES takes; more it throttles', readRate)
    .option('--ses-per-day <number>', 'how many it takes in any 24 hours', readWhole)
    .showHelpAfterError('(npm start -- --help lists the options)')
    .parse(argv, { from: 'user' });
  return { ...command.opts<Omit<StartOptions, 'sources'>>(), sources: command.processedArgs[0] as string[] };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  }
  return port;
}

function readWhole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}

function readRate(text: string): number {
  const rate = Number(text);
  if (!(rate > 0) || !Number.isFinite(rate)) throw new InvalidArgumentError('It must be a number above 0.');
  return rate;
}

function readSources(text: string, former: string[]): string[] {
  return [...former, readUrl('http:', 'https:')(text)];
}

function readUrl(...protocols: string[]): (text: string) => string {
  return (text) => {
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    throw new InvalidArgumentError(
      `It must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
  };
}
