import type { CampaignReport, EditionReport } from '../delivery/index.ts';
import { balances } from '../domain/campaign.ts';
import type { Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import { ControlForms } from './page-control.tsx';
import { MissedForm, OutcomeTables } from './page-sendings.tsx';
import { ReportTracking } from './report-tracking.tsx';
import { showNumber, showTime } from './show-time.ts';
import type { Words } from './words.ts';

interface ReportProps {
  words: Words;
  edition: Edition;
  publication: Publication;
  /** Absent until the campaign has begun. */
  report?: EditionReport;
  /** Files that the table of each sending is cut into, by campaign; absent for who may not send. */
  parts?: Map<string, number>;
}

const FINAL = ['accepted', 'skipped', 'failed', 'held'] as const;
const OPEN = ['unknown', 'pending'] as const;

/** True while the numbers still move by themselves. */
export const isMoving = (report: CampaignReport | undefined): boolean =>
  !report || report.status === 'planning' || report.status === 'sending';

/** What became of an edition: an equation that must add up, and what each part means. */
export function ReportPage({ words, edition, publication, report, parts }: ReportProps) {
  const { timeZone } = publication;
  return (
    <>
      <h1>{words.report}</h1>
      <p>
        <a href={`/console/editions/${edition.id}`} lang={publication.language}>
          {edition.subject}
        </a>
      </p>
      {report ? (
        report.campaigns.map((one) => (
          <>
            {one.followUp && <h2>{words.sendings.again[one.followUp]}</h2>}
            <Report
              {...{ words, timeZone, report: one, unsubscribes: one.followUp ? undefined : report.unsubscribes }}
              mayControl={parts !== undefined}
            />
            {parts && <OutcomeTables {...{ words, report: one, parts: parts.get(one.campaign) ?? 1 }} />}
          </>
        ))
      ) : (
        <p role="status">{words.campaignStarting}</p>
      )}
      {report && parts && <MissedForm {...{ words, report }} />}
    </>
  );
}

interface SendingProps {
  words: Words;
  timeZone: string;
  report: CampaignReport;
  mayControl: boolean;
  /** Of the edition, whichever sending brought its link; said once. */
  unsubscribes?: number;
}

function Report({ words, timeZone, report, unsubscribes, mayControl }: SendingProps) {
  const parts = [...FINAL, ...OPEN.filter((part) => report[part] > 0)];
  const settled = FINAL.reduce((sum, part) => sum + report[part], 0);
  return (
    <>
      <p class={report.status === 'paused' ? 'notice trouble' : 'notice'} role="status">
        <strong>{words.campaignStatus[report.status]}.</strong>{' '}
        {report.pausedBecause && `${words.pausedBecause}: ${words.said(report.pausedBecause)}. `}
        {report.pausedUntil && words.goesOnBy(showTime(report.pausedUntil, words, timeZone))}
        {isMoving(report) && words.refreshes}
        {report.status === 'closed' && balances(report) && words.equationHolds}
      </p>
      {isMoving(report) && (
        <progress value={settled} max={Math.max(report.audience, 1)} aria-label={words.campaignStatus[report.status]} />
      )}
      {mayControl && <ControlForms {...{ words, report }} />}
      {report.segment && <p>{words.segmenting.sentTo(report.segment.title)}</p>}
      <p class="equation">
        <Term {...{ words, part: 'audience', value: report.audience }} />
        {parts.map((part, at) => (
          <Term {...{ words, part, value: report[part], sign: at === 0 ? '=' : '+' }} />
        ))}
      </p>
      <dl class="facts">
        {parts.map((part) => (
          <>
            <dt>{words.parts[part]}</dt>
            <dd>{words.explained[part]}</dd>
          </>
        ))}
      </dl>
      <h2>{words.afterwards}</h2>
      <dl class="facts">
        <dt>{words.deliveries}</dt>
        <dd>{showNumber(report.deliveries, words)}</dd>
        <dt>{words.bounces}</dt>
        <dd>{showNumber(report.bounces, words)}</dd>
        <dt>{words.complaints}</dt>
        <dd>{showNumber(report.complaints, words)}</dd>
        {unsubscribes !== undefined && (
          <>
            <dt>{words.sendings.unsubscribes}</dt>
            <dd>{showNumber(unsubscribes, words)}</dd>
          </>
        )}
      </dl>
      {report.tracking && <ReportTracking {...{ words, tracking: report.tracking }} />}
    </>
  );
}

interface TermProps {
  words: Words;
  part: keyof Words['parts'];
  value: number;
  /** Stays with its number when the line breaks. */
  sign?: '=' | '+';
}

function Term({ words, part, value, sign }: TermProps) {
  return (
    <span class="term">
      {sign && <i>{sign}</i>}{' '}
      <span>
        <strong>{showNumber(value, words)}</strong> <small>{words.parts[part]}</small>
      </span>{' '}
    </span>
  );
}
