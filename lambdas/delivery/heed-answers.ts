import { brakeFor, rowOfTroubles } from './brakes.ts';
import { isLost, type Run, type SendDeps } from './chunk-work.ts';
import { type Ledger, moved } from './ledger.ts';
import type { WindowAnswer } from './send-window.ts';

/** Slows or pauses as a window's answers demand. Refusals that say something about us count against nobody. */
export async function brake(run: Run, answers: Map<number, WindowAnswer>, deps: SendDeps): Promise<void> {
  const inOrder = [...answers].sort(([one], [other]) => one - other).map(([, answer]) => answer);
  const row = rowOfTroubles(inOrder, run.troubles);
  run.troubles = row.now;
  const wanted = brakeFor(inOrder, row);
  run.rebuffs = wanted.kind === 'slower' ? run.rebuffs + 1 : 0;
  if (wanted.kind === 'none') return;
  if (wanted.kind === 'slower') {
    run.lane = await deps.pace.slow(run.lane, deps.now());
    run.turns.changeTo(run.lane);
    return;
  }
  if (wanted.kind === 'pause-at-the-start') {
    if (await hasAccepted(run.draft, deps)) return;
    run.draft = moved(run.draft, answers.keys(), 'pending', deps.now());
  }
  await pause(run, wanted, deps);
}

const hasAccepted = async (draft: Ledger, { campaigns }: SendDeps): Promise<boolean> =>
  draft.accepted.size > 0 || (await campaigns.totals(draft.campaignId)).accepted > 0;

async function pause(run: Run, { because, forMs }: { because: string; forMs?: number }, deps: SendDeps): Promise<void> {
  run.isPaused = true;
  const until = forMs === undefined ? undefined : new Date(deps.now().getTime() + forMs);
  try {
    await deps.campaigns.pause(run.campaign.id, { because, until });
  } catch (error) {
    // Another sender met the same and was faster.
    if (!isLost(error)) throw error;
  }
}

/**
 * Leaves to the campaign's other senders, and to the next run, how many messages in a row had no answer: where chunks are
 * small or time is short no single run would see five. Where all is well this writes nothing.
 */
export async function noteTroubles({ campaign, troubles, isPaused }: Run, { campaigns }: SendDeps): Promise<void> {
  // Whoever resumes it begins to count anew.
  const left = isPaused ? 0 : troubles;
  if (left !== campaign.troubles) await campaigns.noteTroubles(campaign.id, left);
}
