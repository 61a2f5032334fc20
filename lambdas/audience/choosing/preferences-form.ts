/** Read with zod's small form, some kilobytes less in the bundle of a page that is near its limit (test/lib/bundles.test.ts). */
import * as z from 'zod/mini';
import { ZONE_FIELD } from '../pages/time-zones.ts';
import { TRACKING_FIELD } from '../pages/tracking-choice.tsx';

const cadence = z.enum(['instant', 'daily', 'weekly', 'monthly']);
const text = (most: number) => z.string().check(z.maxLength(most));
const topicId = text(100);

const choiceForm = z.object({
  action: z.literal('save'),
  topics: z.array(topicId).check(z.maxLength(100)),
  // What a form does not show, it does not bring.
  cadence: z.optional(cadence),
  paces: z.record(topicId, cadence),
  language: z.optional(z.enum(['de', 'en'])),
  // An empty one is the publication's.
  timeZone: z.optional(text(100)),
});
export type ChoiceForm = Omit<z.infer<typeof choiceForm>, 'action'>;

/** What the forms of the preferences page bring; each says by `action` which one it is. */
const preferencesForm = z.discriminatedUnion('action', [
  choiceForm,
  z.object({ action: z.literal('pause'), day: text(20) }),
  z.object({ action: z.literal('go-on') }),
  z.object({ action: z.literal('address'), address: text(1_000) }),
  z.object({ action: z.literal('data') }),
  // The hash of the text with the ticked box; an empty box brings nothing.
  z.object({ action: z.literal('tracking'), agreedTo: z.optional(text(100)) }),
]);
export type PreferencesForm = z.infer<typeof preferencesForm>;

/** The name of the field with a topic's own pace. */
export const paceField = (topic: string) => `${PACE_FIELD}${topic}`;
const PACE_FIELD = 'pace-';

/** @returns undefined for what none of our forms sends */
export function readPreferencesForm(fields: URLSearchParams): PreferencesForm | undefined {
  const named = (name: string) => fields.get(name) ?? undefined;
  return preferencesForm.safeParse({
    action: named('action'),
    topics: fields.getAll('topic'),
    cadence: named('cadence'),
    paces: pacesIn(fields),
    language: named('language'),
    timeZone: named(ZONE_FIELD),
    day: named('day'),
    address: named('address'),
    agreedTo: named(TRACKING_FIELD),
  }).data;
}

/** An empty one is "as everything else". */
function pacesIn(fields: URLSearchParams): Record<string, string> {
  const paces = [...fields].filter(([name, value]) => name.startsWith(PACE_FIELD) && value !== '');
  return Object.fromEntries(paces.map(([name, value]) => [name.slice(PACE_FIELD.length), value]));
}
