/** What becomes of an edition when SES and senders fail: the naive loop beside ours, under the same faults. */
import { bundled } from '../bundling.ts';
import { sendByLedger } from './ledger-run.ts';
import { sendNaively } from './naive-run.ts';
import { FAULT_SHARES } from './ses-faults.ts';

const RECIPIENTS = 5_000;
/** Senders die when SES has taken so many messages. */
const CRASHES_AT = [900, 2_105, 3_310];
/** Recipients after which the naive loop notes how far it is, as others do. */
const BATCH = 500;

/** What happened, as SES knows it. */
export interface Suffered {
  /** How many messages SES took for each address. */
  taken: Map<string, number>;
  /** What the sender itself says it does not know, and what it leaves to a person; undefined when it cannot tell. */
  unknown: number | undefined;
  held: number | undefined;
}

export async function measureFaults(): Promise<void> {
  const shares = Object.entries(FAULT_SHARES).map(([fault, share]) => `${fault} ${(share * 100).toFixed(1)} %`);
  console.log(
    `\n${RECIPIENTS} recipients; of their first calls: ${shares.join(', ')}; the sender dies ${CRASHES_AT.length} times`,
  );
  console.log('\n| sender | accepted | duplicates | missing | unknown | held |\n| --- | --- | --- | --- | --- | --- |');
  const crashing = { crashesAt: CRASHES_AT, batch: BATCH };
  print('a loop, SDK as it comes, begins anew after a crash', await sendNaively(RECIPIENTS, 'beginning', crashing));
  print(`the same, goes on from its last batch of ${BATCH}`, await sendNaively(RECIPIENTS, 'checkpoint', crashing));
  const { files, remove } = await bundled(['test/bench/delivery/delivery-worker.ts']);
  try {
    const ours = await sendByLedger(files[0] ?? '', RECIPIENTS, crashing);
    print('ours', ours);
    console.log(
      `\nOurs closed its books after ${Math.round(ours.minutes)} minutes by its own clock, which waits for no pace.`,
    );
  } finally {
    remove();
  }
}

function print(name: string, { taken, unknown, held }: Suffered): void {
  const times = [...taken.values()];
  const duplicates = times.reduce((sum, count) => sum + count - 1, 0);
  const said = [unknown, held].map((count) => count ?? 'cannot tell');
  console.log(`| ${[name, taken.size, duplicates, RECIPIENTS - taken.size, ...said].join(' | ')} |`);
}
