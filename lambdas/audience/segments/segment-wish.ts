import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { SegmentFilter } from '../../domain/segment.ts';

const list = <Value extends z.ZodType>(value: Value) =>
  z.array(value).max(50, 'At most 50 values can be named in one condition').optional();
const text = z.string().trim().min(1, 'A condition is empty').max(200, 'A condition takes at most 200 characters');
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'A time of joining is a day such as 2026-03-01, or a moment such as 2026-03-01T09:00:00Z',
});

/** What an editor or a program says about a segment; a day is one of the publication's calendar, the last one included. */
export const segmentWish = z.strictObject({
  title: z
    .string()
    .trim()
    .min(1, 'A segment needs a name')
    .max(100, 'The name of a segment takes at most 100 characters'),
  filter: z.strictObject({
    topics: list(text),
    cadences: list(z.enum(['instant', 'daily', 'weekly', 'monthly'])),
    languages: list(z.enum(['de', 'en'])),
    joinedFrom: moment.optional(),
    joinedUntil: moment.optional(),
    origins: list(
      z
        .string()
        .regex(
          /^(?:form|embedded|editor|address-change|import(?::[\w-]{1,100})?)$/,
          'People come by form, embedded, editor, address-change, import or import:ID',
        ),
    ),
    fields: z.record(text, z.array(text).min(1, 'A field without a value selects nobody').max(50)).optional(),
    engagement: z.never({ error: 'There are no segments by engagement: opens and clicks are not recorded' }).optional(),
  }),
});
export type SegmentWish = z.infer<typeof segmentWish>;

export const segmentTitle = segmentWish.shape.title;

/**
 * A wish as a filter that says the same at any later time.
 *
 * @throws RundbriefError `invalid` when it names a topic that is not there, or asks for nothing
 */
export function filterOf({ filter }: SegmentWish, { topics: known, timeZone }: Publication): SegmentFilter {
  const unknown = filter.topics?.find((topic) => !known.some(({ id }) => id === topic));
  if (unknown !== undefined) throw new RundbriefError('invalid', `There is no topic "${unknown}"`);
  const { topics, cadences, languages, origins, fields, joinedFrom, joinedUntil } = filter;
  const asked = {
    ...given({ topics, cadences, languages, origins }),
    ...(joinedFrom ? { joinedFrom: startOf(joinedFrom, timeZone) } : {}),
    ...(joinedUntil ? { joinedUntil: endOf(joinedUntil, timeZone) } : {}),
    ...(fields && Object.keys(fields).length > 0 ? { fields } : {}),
  } satisfies SegmentFilter;
  if (Object.keys(asked).length === 0) {
    throw new RundbriefError('invalid', 'A segment needs a condition; without one it would be everybody');
  }
  const { joinedFrom: from, joinedUntil: until } = asked;
  if (from && until && from >= until) throw new RundbriefError('invalid', 'The time of joining ends before it begins');
  return asked;
}

/** Only the lists that name something, each value once. */
function given<Lists extends Record<string, string[] | undefined>>(lists: Lists): Lists {
  const said = Object.entries(lists).flatMap(([name, values]) =>
    values?.length ? [[name, [...new Set(values)]] as const] : [],
  );
  return Object.fromEntries(said) as Lists;
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

const startOf = (text: string, timeZone: string) =>
  isDay(text) ? midnight(Temporal.PlainDate.from(text), timeZone) : new Date(text).toISOString();

const endOf = (text: string, timeZone: string) =>
  isDay(text) ? midnight(Temporal.PlainDate.from(text).add({ days: 1 }), timeZone) : new Date(text).toISOString();

const midnight = (day: Temporal.PlainDate, timeZone: string) =>
  new Date(day.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
