/** How long one sender takes for a chunk, with the deployed turns and windows; services take their assumed time. */
import { type LaneShare, laneShare, lanesFor, lanesInUse } from '../../../lambdas/delivery/lane-share.ts';
import { CHUNK_SIZE, WINDOW_SIZE } from '../../../lambdas/delivery/ledger.ts';
import { type Rate, rateOf } from '../../../lambdas/delivery/send-quota.ts';
import { turnsIn } from '../../../lambdas/delivery/send-turns.ts';
import { sendWindow } from '../../../lambdas/delivery/send-window.ts';
import { ASSUMED_MS, answerMs, seeded } from './assumed-times.ts';
import { virtualTime } from './virtual-time.ts';

/** Requests to tables one after the other: the campaign, the lanes, a lane, the ledger, the manifest; at the end the ledger, the lane, the line, its next chunk. */
const REQUESTS_BEFORE = 5;
const REQUESTS_AFTER = 5;
/** The last look at the recipients of a window, and its intent. */
const REQUESTS_A_WINDOW = 2;
const CHUNKS = 60;

export interface SimulatedLanes {
  rate: Rate;
  lanes: number;
  share: LaneShare;
  /** How long each chunk took, from its message in the queue to the next one's, in milliseconds. */
  chunkMs: number[];
  /** Of that the function's own time. */
  functionMs: number[];
}

/** @param perSecond - what SES lets the account send */
export async function simulateLanes(perSecond: number): Promise<SimulatedLanes> {
  // A stage's own bound is set to what campaigns may have.
  const rate = rateOf({ perSecond }, perSecond);
  const lanes = lanesInUse(rate, lanesFor(perSecond));
  const share = laneShare(rate, lanes);
  const time = virtualTime();
  const random = seeded(perSecond);
  const [chunkMs, functionMs]: [number[], number[]] = [[], []];
  const tables = (requests: number) => time.sleep(requests * ASSUMED_MS.table);
  let answeredAt: number[] = [];

  async function sendChunks(): Promise<void> {
    for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
      const begun = time.now().getTime();
      await time.sleep(ASSUMED_MS.toFunction);
      await tables(REQUESTS_BEFORE);
      const turns = turnsIn(share, answeredAt, time);
      for (let sent = 0; sent < CHUNK_SIZE; sent += WINDOW_SIZE) {
        await tables(REQUESTS_A_WINDOW);
        await sendWindow(envelopes(), { send: takes, turns, isTimeUp: () => false });
      }
      answeredAt = turns.leaving().answeredAt;
      await tables(REQUESTS_AFTER);
      await time.sleep(ASSUMED_MS.queue);
      const took = time.now().getTime() - begun;
      chunkMs.push(took);
      functionMs.push(took - ASSUMED_MS.toFunction);
    }
  }
  const takes = async () => {
    await time.sleep(answerMs(random));
    return { kind: 'accepted' as const, messageId: '0107' };
  };
  const sending = sendChunks();
  await time.pass();
  await sending;
  return { rate, lanes, share, chunkMs, functionMs };
}

const MAIL = { from: '', to: '', raw: '', configurationSet: '', tags: {} };
const envelopes = () => Array.from({ length: WINDOW_SIZE }, (_, index) => ({ index, mail: () => MAIL }));
