import { parseLinkKeys, subscriberIdOf } from '../../lambdas/audience/index.ts';
import type { Wish } from '../../lambdas/audience/records/subscriptions.ts';
import type { Publication } from '../../lambdas/domain/publication.ts';

export const ADDRESS_KEY = 'the-address-key-of-the-tests';
export const KEYS = parseLinkKeys(JSON.stringify({ current: 'k1', k1: 'the-first-link-key-of-the-tests' }));
export const SITE = 'https://letters.example';

export const at = (iso: string) => new Date(iso);
/** When most of what the tests tell begins. */
export const MONDAY = at('2026-03-02T09:30:00Z');
export const hoursAfter = (hours: number, start = MONDAY) => new Date(start.getTime() + hours * 3_600_000);

export const idOf = (address: string) => subscriberIdOf(address, ADDRESS_KEY);
export const ADA = { subscriberId: idOf('ada@reader.example'), publicationId: 'ruhr' };

export function aPublication(changes: Partial<Publication> = {}): Publication {
  return {
    id: 'ruhr',
    title: 'Bildungsnetz Ruhr',
    description: 'Neues für Schulen, Kitas und alle, die Übergänge gestalten.',
    language: 'de',
    timeZone: 'Europe/Berlin',
    siteUrl: 'https://bildungsnetz.example/',
    sender: { name: 'Bildungsnetz Ruhr', address: 'ruhr@rundbrief.example', replyTo: 'redaktion@bildungsnetz.example' },
    imprint: ['Bildungsnetz Ruhr', 'Am Förderturm 1, 44787 Bochum'],
    look: { accent: '#1d5d8c' },
    topics: [
      { id: 'schule', title: 'Schule & Unterricht', words: [] },
      { id: 'kita', title: 'Kita', words: [] },
      { id: 'termine', title: 'Termine', words: [] },
    ],
    ...changes,
  };
}

export const COURIER = aPublication({
  id: 'courier',
  title: 'The Night Courier',
  description: 'What happened after dark, once a day.',
  language: 'en',
  timeZone: 'Europe/London',
  sender: { name: 'The Night Courier', address: 'courier@rundbrief.example' },
  imprint: ['The Night Courier', '1 Lantern Row, London'],
  topics: [{ id: 'city', title: 'City', words: [] }],
});

/** Finds the two demo publications. */
export const publications = {
  find: async (id: string) => [aPublication(), COURIER].find((one) => one.id === id),
  list: async () => [aPublication(), COURIER],
};

export function aWish(changes: Partial<Wish> = {}): Wish {
  return {
    ...ADA,
    address: 'ada@reader.example',
    topics: ['kita'],
    cadence: 'weekly',
    language: 'de',
    requestedAt: MONDAY,
    ...changes,
  };
}
