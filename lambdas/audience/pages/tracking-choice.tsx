import type { ConsentWording } from '../joining/wording.ts';

/** The name of the box by which a reader lets their opens and clicks be counted. */
export const TRACKING_FIELD = 'tracking';

/** One box, never ticked by us, before the very text that the proof will name. */
export function TrackingChoice({ wording, isChosen = false }: { wording: ConsentWording; isChosen?: boolean }) {
  return (
    <label class="choice terms">
      <input type="checkbox" name={TRACKING_FIELD} value={wording.hash} checked={isChosen} />
      <span>{wording.text}</span>
    </label>
  );
}

/** True when the box was ticked before this text; a tick before another one says nothing. */
export const isTrackingAllowed = (form: URLSearchParams, wording: ConsentWording | undefined): boolean =>
  wording !== undefined && form.get(TRACKING_FIELD) === wording.hash;
