import type { Source } from '../domain/publication.ts';

/** Held for an editor, or not read when last asked: what they had to say is not in this edition. */
export function failingSources<Some extends Pick<Source, 'status' | 'fetchState'>>(sources: Some[]): Some[] {
  return sources.filter(
    ({ status, fetchState }) => status === 'held' || (status === 'active' && fetchState.failures > 0),
  );
}

/** A source whose news may be missing, and why in plain words; without an error it waits for an editor's decision. */
export interface TroubledSource {
  title: string;
  error?: string;
}

/** For editors, in words. */
export function troubledSources(sources: Pick<Source, 'title' | 'status' | 'fetchState'>[]): TroubledSource[] {
  return failingSources(sources).map(({ title, status, fetchState }) =>
    status === 'held' ? { title } : { title, error: fetchState.lastError ?? '?' },
  );
}
