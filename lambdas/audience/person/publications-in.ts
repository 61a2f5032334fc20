import type { Trace } from '../records/traces.ts';

/** Where in the sort keys the publication stands. */
const PUBLICATION_AT: Record<string, number> = { proof: 0, 'sign-up': 0, change: 0, moved: 0, mail: 1 };

/** Publications that a person ever had to do with, as far as anything says so. */
export function publicationsIn(traces: Trace[]): string[] {
  const named = traces.flatMap(({ kind, place, values }) => {
    if (kind === 'person' && Array.isArray(values.publications)) return values.publications.map(String);
    const id = place[PUBLICATION_AT[kind] ?? place.length];
    return id ? [id] : [];
  });
  return [...new Set(named)].sort();
}
