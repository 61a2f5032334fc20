import type { Source } from '../domain/publication.ts';

/** A source whose news may be missing, and why in plain words; without an error it waits for an editor's decision. */
export interface TroubledSource {
  title: string;
  error?: string;
}

/** Sources that fail, or are held: what they have published since the last edition is not in this one. */
export function troubledSources(sources: Pick<Source, 'title' | 'status' | 'fetchState'>[]): TroubledSource[] {
  return sources.flatMap(({ title, status, fetchState: { failures, lastError } }) => {
    if (status === 'held') return [{ title }];
    const fails = status === 'active' && failures > 0;
    return fails ? [{ title, error: lastError ?? '?' }] : [];
  });
}
