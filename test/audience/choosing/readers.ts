import { expect } from 'vitest';
import { personalLinks } from '../../../lambdas/audience/index.ts';
import { linkAddress, type Move, signLink } from '../../../lambdas/audience/links/links.ts';
import type { Wish } from '../../../lambdas/audience/records/subscriptions.ts';
import type { Subscription } from '../../../lambdas/domain/subscription.ts';
import { type Answer, type House, posted } from '../house.ts';
import { ADA, aWish, hoursAfter, idOf, KEYS, MONDAY, SITE } from '../samples.ts';

export interface Whom {
  publicationId: string;
  subscriberId: string;
}

/** Somebody who has read us for a day. */
export async function aReader(
  house: House,
  changes: Partial<Wish & Pick<Subscription, 'fields' | 'pausedUntil'>> = {},
) {
  const { address = 'ada@reader.example' } = changes;
  const confirmedAt = hoursAfter(-24, MONDAY);
  const wish = aWish({ requestedAt: confirmedAt, ...changes, address, subscriberId: idOf(address) });
  const { subscriberId, publicationId } = wish;
  await house.audience.people.keep({ subscriberId, address }, publicationId);
  await house.audience.proofs.append({ subscriberId, publicationId, kind: 'confirmed', at: confirmedAt });
  const reader = await house.audience.subscriptions.admit({ ...wish, confirmedAt });
  if (!reader) throw new Error('This reader is known already');
  return reader;
}

export const find = (house: House, { publicationId, subscriberId }: Whom = ADA) =>
  house.audience.subscriptions.find(publicationId, subscriberId);

export const proofsOf = (house: House, { publicationId, subscriberId }: Whom = ADA) =>
  house.audience.proofs.list(publicationId, subscriberId);

export const kindsOf = async (house: House, who: Whom = ADA) => (await proofsOf(house, who)).map(({ kind }) => kind);

export const links = (house: House, who: Whom & { edition?: number } = ADA) =>
  personalLinks(KEYS, SITE, () => house.now)(who);

export const addressLink = (house: House, move: Move) =>
  linkAddress(SITE, 'address', signLink('address', move, KEYS, house.now));

export type Fields = Record<string, string | string[]>;

/** Sends a form, as a browser does. */
export function post(house: House, link: string, fields: Fields = {}): Promise<Answer> {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value);
  return house.ask(link, posted(form));
}

/** A page as every one behind a personal link is: no script, no cookie, nowhere else to go, no address on it. */
export function expectPage({ status, headers, cookies, body }: Answer, wanted: { status: number; says: string }): void {
  expect(textOf(body)).toContain(wanted.says);
  expect(status).toBe(wanted.status);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers).not.toHaveProperty('location');
  expect(headers).not.toHaveProperty('set-cookie');
  expect(cookies).toBeUndefined();
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(body).toContain('<meta name="robots" content="noindex"');
  expect(body).not.toMatch(/<script|reader\.example/);
}

/** What a person reads. */
export function textOf(html: string): string {
  const main = /<main>(.*)<\/main>/s.exec(html)?.[1] ?? html;
  const text = main.replace(/<option[^>]*>/g, ' ').replace(/<[^>]+>/g, ' ');
  return text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
}
