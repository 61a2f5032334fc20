import type { Suffered } from './faults.ts';
import { programFile, startProgram } from './programs.ts';
import { startSes } from './start-ses.ts';

export type NaiveNews = { checkpoint: number } | { givenUp: number };

/**
 * The naive loop through all of its crashes, after each of which it is started again.
 *
 * @param goesOnFrom - where: at its last finished batch, or at the beginning
 */
export async function sendNaively(
  recipients: number,
  goesOnFrom: 'checkpoint' | 'beginning',
  { crashesAt, batch }: { crashesAt: readonly number[]; batch: number },
): Promise<Suffered> {
  const taken = new Map<string, number>();
  const crashes = [...crashesAt];
  let calls = 0;
  let crash = () => {};
  const ses = await startSes('faulty', ({ to }) => {
    taken.set(to, (taken.get(to) ?? 0) + 1);
    calls += 1;
    if (calls < (crashes[0] ?? Number.POSITIVE_INFINITY)) return;
    crashes.shift();
    crash();
  });
  let checkpoint = 0;
  for (let isDone = false; !isDone; ) {
    const from = goesOnFrom === 'checkpoint' ? checkpoint : 0;
    const child = startProgram(programFile('naive-worker.ts'), [
      ses.url,
      String(from),
      String(recipients),
      String(batch),
    ]);
    crash = () => child.kill('SIGKILL');
    child.on('message', (news: NaiveNews) => {
      if ('checkpoint' in news) checkpoint = news.checkpoint;
    });
    isDone = await new Promise<boolean>((resolve) => child.on('exit', (code) => resolve(code === 0)));
  }
  ses.stop();
  return { taken, unknown: undefined, held: undefined };
}
