/**
 * What the demo websites have published: `sites/<name>/articles.yaml`, with dates that follow the day of the run.
 *
 * In texts `{{DAYS+14}}` becomes the date fourteen days later, written out in the site's language (`{{DAYS-3}}` one of
 * the past); `daysAgo` and `event.inDays` count likewise. Everything counts from the day and not the hour, so that a
 * second run on the same day finds the same articles.
 */
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { parse } from 'yaml';
import * as z from 'zod';

export interface DemoArticle {
  slug: string;
  /** As a content management system counts: the id of the post. */
  number: number;
  title: string;
  teaser: string;
  html: string;
  categories: string[];
  picture?: { name: string; alt: string };
  publishedAt: Temporal.ZonedDateTime;
  event?: { startsAt: Temporal.ZonedDateTime; endsAt: Temporal.ZonedDateTime; place: string };
}

const time = z.string().regex(/^\d{2}:\d{2}$/);
const articleFile = z.array(
  z.strictObject({
    slug: z.string(),
    number: z.int(),
    daysAgo: z.int().min(1),
    title: z.string(),
    categories: z.array(z.string()),
    picture: z.strictObject({ name: z.string(), alt: z.string() }).optional(),
    event: z.strictObject({ inDays: z.int(), from: time, to: time, place: z.string() }).optional(),
    teaser: z.string(),
    html: z.string(),
  }),
);

export function readArticles(
  site: string,
  { zone, locale, now }: { zone: string; locale: string; now: Date },
): DemoArticle[] {
  const yaml = readFileSync(new URL(`./sites/${site}/articles.yaml`, import.meta.url), 'utf8');
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const at = (days: number, clock: string) => today.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: clock });
  const filled = (text: string) =>
    text.replaceAll(/\{\{DAYS([+-]\d+)\}\}/g, (_, days) => written(today.add({ days: Number(days) }), locale));
  return articleFile.parse(parse(yaml)).map(({ daysAgo, event, title, teaser, html, ...article }) => ({
    ...article,
    title: filled(title),
    teaser: filled(teaser),
    html: filled(html),
    publishedAt: at(
      -daysAgo,
      `${String(8 + (article.number % 9)).padStart(2, '0')}:${String(article.number % 60).padStart(2, '0')}`,
    ),
    ...(event
      ? { event: { startsAt: at(event.inDays, event.from), endsAt: at(event.inDays, event.to), place: event.place } }
      : {}),
  }));
}

export function written(day: Temporal.PlainDate, locale: string): string {
  return day.toLocaleString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
}
