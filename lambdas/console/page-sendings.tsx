/** The report of an edition beyond its first sending: further ones, who missed it, and everybody as a table. */
import type { CampaignReport, EditionReport } from '../delivery/index.ts';
import type { Words } from './words.ts';

const FOR_TABLES = ['accepted', 'skipped', 'failed', 'held', 'unknown', 'pending'] as const;

interface MissedProps {
  words: Words;
  report: EditionReport;
}

/** One button, while there is somebody who may have missed it and nothing is under way. */
export function MissedForm({ words, report }: MissedProps) {
  const { sendings } = words;
  const last = report.campaigns.at(-1);
  if (!last || !isAnyoneMissed(report)) return null;
  return (
    <>
      <h2>{sendings.missed}</h2>
      <p>{sendings.missedExplained}</p>
      <form method="post" action={`/console/editions/${report.edition}/missed`}>
        <input type="hidden" name="after" value={last.campaign} />
        <button type="submit">{sendings.sendToMissed}</button>
      </form>
    </>
  );
}

/** Whoever the latest sending to them has reached does not count any more. */
function isAnyoneMissed({ campaigns }: EditionReport): boolean {
  if (campaigns.some(({ closedAt }) => !closedAt)) return false;
  const since = campaigns.slice(
    Math.max(
      0,
      campaigns.findLastIndex(({ followUp }) => followUp === 'missed'),
    ),
  );
  return since.some(({ failed, held }) => failed + held > 0);
}

interface TablesProps {
  words: Words;
  report: CampaignReport;
  /** Files that each table is cut into. */
  parts: number;
}

/** Everybody of a sending, or those with one outcome. */
export function OutcomeTables({ words, report, parts }: TablesProps) {
  const outcomes = FOR_TABLES.filter((outcome) => report[outcome] > 0);
  const files = Array.from({ length: Math.max(parts, 1) }, (_, index) => index + 1);
  const href = (part: number, outcome?: string) =>
    `/console/editions/${report.edition}/recipients.csv?${new URLSearchParams({
      ...{ campaign: report.campaign, part: String(part) },
      ...(outcome ? { outcome } : {}),
    })}`;
  const Files = ({ name, outcome }: { name: string; outcome?: string }) => (
    <>
      {name}:{' '}
      {files.map((part) => (
        <>
          <a href={href(part, outcome)}>{words.sendings.partOf(part, files.length)}</a>{' '}
        </>
      ))}
    </>
  );
  return (
    <>
      <h2>{words.sendings.tables}</h2>
      <p>{words.sendings.tablesExplained}</p>
      <ul>
        {[undefined, ...outcomes].map((outcome) => {
          const name = outcome ? words.parts[outcome] : words.sendings.everybody;
          return (
            <li>{files.length === 1 ? <a href={href(1, outcome)}>{name}</a> : <Files {...{ name, outcome }} />}</li>
          );
        })}
      </ul>
    </>
  );
}
