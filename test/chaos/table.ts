import { FAULTS } from './faulty-ses.ts';
import type { TrialResult } from './trial.ts';

/** What came of a trial, as a table for a document. */
export function markdownOf(result: TrialResult): string {
  const { audience, accepted, duplicates, unknowable, eventless, missing, unknown, held, failed, skipped, kills } =
    result;
  const rows: [string, string | number][] = [
    ['recipients', audience],
    ['accepted by SES', accepted],
    ['missing', missing],
    ['duplicates', duplicates],
    ['… of whom every event of the first mail was lost', unknowable],
    ['mails taken without an answer, of which no event came', eventless],
    ['unknown for a while, resolved', unknown.seen],
    ['… sent once more', unknown.sentAgain],
    ['held for an editor', held],
    ['failed', failed],
    ['skipped', skipped],
    ['kills of the process', kills],
    ['resumed by an editor', result.resumed],
    ...FAULTS.map((fault): [string, number] => [`fault: ${fault}`, result.faultsMet[fault]]),
    ['seconds', result.seconds],
  ];
  return ['| what | how many |', '| --- | --- |', ...rows.map(([what, many]) => `| ${what} | ${many} |`)].join('\n');
}
