import * as z from 'zod';
import type { FoundItem } from '../items/parsed-document.ts';

const text = z.string().optional().catch(undefined);
const venue = z.object({ venue: text, address: text, zip: text, city: text });
const named = z.array(z.object({ name: text }).catch({ name: undefined })).catch([]);
const event = z.object({
  url: text,
  global_id: text,
  title: z.string().catch(''),
  description: text,
  excerpt: text,
  date: text,
  date_utc: text,
  modified_utc: text,
  all_day: z.boolean().catch(false),
  start_date: text,
  end_date: text,
  utc_start_date: text,
  utc_end_date: text,
  is_virtual: z.boolean().optional().catch(undefined),
  // `false` where there is no picture, an empty list where there is no place.
  image: z.object({ url: text, alt: text }).optional().catch(undefined),
  venue: venue.optional().catch(undefined),
  categories: named,
});
type TribeEvent = z.infer<typeof event>;

/** What The Events Calendar answers. */
export const tribeEvents = z.object({ events: z.array(event), rest_url: text });

export function findEvent(found: TribeEvent, base: string): FoundItem {
  const { url, title, description, excerpt, image } = found;
  const isDays = found.all_day;
  return {
    guid: found.global_id || undefined,
    links: [{ value: url, base }],
    title: { value: title, isHtml: true },
    summary: excerpt ? { value: excerpt, isHtml: true } : undefined,
    content: description ? { value: description, isHtml: true } : undefined,
    published: [inUtc(found.date_utc), found.date],
    updated: [inUtc(found.modified_utc)],
    authors: [],
    categories: found.categories.flatMap(({ name }) => name ?? []),
    images: image ? [{ url: image.url, alt: image.alt }] : [],
    enclosures: [],
    event: {
      start: isDays ? found.start_date?.slice(0, 10) : (inUtc(found.utc_start_date) ?? found.start_date),
      end: isDays ? found.end_date?.slice(0, 10) : (inUtc(found.utc_end_date) ?? found.end_date),
      place: placeOf(found.venue),
      online: found.is_virtual,
    },
    base: url ?? base,
  };
}

function placeOf(found: z.infer<typeof venue> | undefined): string | undefined {
  const town = [found?.zip, found?.city].filter(Boolean).join(' ');
  return [found?.venue, found?.address, town].filter(Boolean).join(', ') || undefined;
}

const inUtc = (time: string | undefined) => (time ? `${time.replace(' ', 'T')}Z` : undefined);
