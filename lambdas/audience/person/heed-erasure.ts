import { type EraseDeps, erasePerson } from './erase-person.ts';

/**
 * For whoever has just written something about a person: takes it back when the person was erased in the meantime. Both
 * sides write before they read what the other one writes, so one of them always sees the other.
 *
 * @param wish.askedAt - when what is being done was asked for; a wish that came after an erasure counts
 * @returns true when the person is erased, and nothing may be done or sent any more
 */
export async function heedErasure(
  { subscriberId, askedAt }: { subscriberId: string; askedAt: Date },
  deps: EraseDeps,
): Promise<boolean> {
  const suppression = await deps.suppressions.find(subscriberId);
  if (suppression?.reason !== 'erased' || suppression.since < askedAt) return false;
  await erasePerson(subscriberId, { at: suppression.since, by: 'erasure' }, deps);
  return true;
}
