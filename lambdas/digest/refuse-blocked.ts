import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import { isBlocking } from './checks/finding.ts';
import { findingInWords } from './checks/finding-words.ts';
import type { Editions } from './editions.ts';

/** @throws RundbriefError `conflict` when a check of this very content has found what must not go out */
export async function refuseBlocked(
  { id, contentHash }: Pick<Edition, 'id' | 'contentHash'>,
  { editions }: { editions: Pick<Editions, 'findCheck'> },
): Promise<void> {
  const check = await editions.findCheck(id, contentHash);
  const blocking = check?.findings.filter(isBlocking) ?? [];
  if (blocking.length === 0) return;
  const sentences = blocking.map((finding) => findingInWords(finding, 'en')).join(' ');
  throw new RundbriefError('conflict', `The edition cannot go out as it is: ${sentences}`);
}
