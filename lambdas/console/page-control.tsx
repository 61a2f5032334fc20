/** Pausing, resuming and cancelling what is being sent. */
import type { CampaignReport } from '../delivery/index.ts';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

interface ControlProps {
  words: Words;
  report: CampaignReport;
}

/** True until it has ended, or was cancelled. */
export const goesOn = ({ status }: CampaignReport): boolean => status !== 'closed' && status !== 'cancelled';

/** What may be asked of a sending that has not ended. Cancelling is asked for on a page of its own: nobody can take it back. */
export function ControlForms({ words: { control }, report }: ControlProps) {
  if (!goesOn(report)) return null;
  const action = report.status === 'paused' ? 'resume' : 'pause';
  return (
    <div class="actions">
      <ControlButton {...{ report, action, says: control[action] }} />
      <a href={`/console/editions/${report.edition}/cancel?campaign=${report.campaign}`}>{control.cancel}</a>
    </div>
  );
}

/** Says who has it already before anybody cancels it. */
export function CancelPage({ words, report }: ControlProps) {
  const { control } = words;
  const [has, all] = [report.accepted, report.audience].map((count) => showNumber(count, words));
  return (
    <>
      <h1>{control.cancelTitle}</h1>
      <p>{control.cancelExplained(has ?? '', all ?? '')}</p>
      <div class="actions">
        <ControlButton {...{ report, action: 'cancel', says: control.cancelForGood }} />
        <a href={`/console/editions/${report.edition}/report`}>{control.back}</a>
      </div>
    </>
  );
}

interface ButtonProps {
  report: CampaignReport;
  action: 'pause' | 'resume' | 'cancel';
  says: string;
}

const ControlButton = ({ report, action, says }: ButtonProps) => (
  <form method="post" action={`/console/editions/${report.edition}/control`}>
    <input type="hidden" name="campaign" value={report.campaign} />
    <input type="hidden" name="action" value={action} />
    <button type="submit">{says}</button>
  </form>
);
