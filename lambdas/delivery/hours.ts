/** Who of a chunk is to be written to now, and who at an hour that comes later (`readers-clock.ts` says how much later). */
import { type Ledger, pendingOf } from './ledger.ts';
import type { Manifest } from './manifests.ts';

export const MS_PER_MINUTE = 60_000;

type Waits = Pick<Manifest, 'waits'>;
interface Started {
  startedAt: Date;
}

/** When somebody's hour comes. */
function hourOf({ waits }: Waits, index: number, { startedAt }: Started): Date {
  return new Date(startedAt.getTime() + (waits?.[index] ?? 0) * MS_PER_MINUTE);
}

/** The earliest of their hours; undefined when there are none. */
export function firstHour(manifest: Waits, indexes: number[], campaign: Started) {
  const hours = indexes.map((index) => hourOf(manifest, index, campaign));
  return hours.reduce<Date | undefined>((first, hour) => (first && first <= hour ? first : hour), undefined);
}

/** Those to whom nothing was sent yet and whose hour has come, in order. */
export function dueOf(manifest: Waits, ledger: Ledger, campaign: Started, now: Date) {
  return pendingOf(ledger).filter((index) => hourOf(manifest, index, campaign) <= now);
}
