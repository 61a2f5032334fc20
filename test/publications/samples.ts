import { type Digest, NO_RULES, type Publication, type Source } from '../../lambdas/domain/publication.ts';

export const at = (iso: string) => () => new Date(iso);

export function aPublication(changes: Partial<Publication> = {}): Publication {
  return {
    id: 'night-desk',
    title: 'Night Desk',
    description: 'What happened while you slept.',
    language: 'en',
    timeZone: 'Europe/Berlin',
    siteUrl: 'https://example.org/',
    sender: { name: 'Night Desk', address: 'night-desk@mail.example.org' },
    imprint: ['Night Desk', '1 Example Street, 45127 Essen'],
    look: { accent: '#1d5d8c' },
    topics: [{ id: 'town', title: 'Town', words: ['council'] }],
    ...changes,
  };
}

export function aSource(changes: Partial<Source> = {}): Source {
  return {
    id: 'front',
    publicationId: 'night-desk',
    kind: 'feed',
    rules: NO_RULES,
    fullText: false,
    url: 'https://example.org/feed',
    title: 'Front page',
    topics: [],
    status: 'active',
    intervalMinutes: 60,
    nextRunAt: new Date('2026-03-02T08:00:00Z'),
    fetchState: { failures: 0 },
    ...changes,
  };
}

export function aDigest(changes: Partial<Digest> = {}): Digest {
  return {
    id: 'weekly',
    publicationId: 'night-desk',
    cadence: 'weekly',
    weekday: 'monday',
    time: '07:30',
    topics: [],
    maxItems: 12,
    mode: 'send',
    nextRunAt: new Date('2026-03-02T06:30:00Z'),
    ...changes,
  };
}
