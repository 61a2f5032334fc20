/** What a publication file may say. Its words are documented, with an example, in docs/publication.md. */
import { domainToASCII } from 'node:url';
import * as z from 'zod';
import { contrast } from '../domain/contrast.ts';
import { RundbriefError } from '../domain/errors.ts';
import { FEEDS_AS_USUAL, LAYOUTS } from '../domain/publication.ts';
import { timeZoneNamed } from '../domain/time-zone.ts';
import { cronOf } from './cron-schedule.ts';
import { sourceAddress } from './new-source.ts';
import { pageSelectors, polledKind, sourceRules } from './source-schema.ts';

const LEAST_CONTRAST = 4.5;
/** Of the mails' templates. */
const QUIET_TEXT = '#56606b';
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const slug = z
  .string()
  .regex(/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'must be a short name of lower-case letters, digits and hyphens');

/** One line of text, as people read it. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most, `must be at most ${most} characters`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, 'must be one line of text');

const wholeNumber = (least: number, most: number) => {
  const range = `must be between ${least} and ${most}`;
  return z.int('must be a whole number').min(least, range).max(most, range);
};

const webAddress = z.string().superRefine((url, { addIssue }) => {
  try {
    sourceAddress(url);
  } catch (error) {
    if (!(error instanceof RundbriefError)) throw error;
    addIssue({ code: 'custom', message: `is refused: ${error.message}` });
  }
});

const timeZone = z
  .string()
  .refine((name) => timeZoneNamed(name) !== undefined, 'must be a time zone such as Europe/Berlin (IANA name)');

const accent = z
  .string('must be a colour such as "#1d5d8c", in quotes: without them YAML reads # as the beginning of a comment')
  .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as "#1d5d8c"')
  .superRefine((colour, { addIssue }) => {
    const ratio = contrast(colour, '#ffffff');
    if (ratio >= LEAST_CONTRAST) return;
    addIssue({
      code: 'custom',
      message: `is too light to read on white: its contrast is ${ratio.toFixed(1)}:1 and must be at least 4.5:1`,
    });
  });

const topic = z.strictObject({ id: slug, title: line(80), words: z.array(line(80)).max(200).default([]) });

const source = z.strictObject({
  id: slug.optional(),
  url: webAddress,
  title: line(120).optional(),
  topics: z.array(slug).default([]),
  kind: polledKind.optional(),
  fullText: z.boolean('must be true or false').optional(),
  selectors: pageSelectors.optional(),
  rules: sourceRules.optional(),
});

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 07:30');

const quietHours = z
  .strictObject({ from: clockTime, until: clockTime })
  .refine(({ from, until }) => from !== until, 'must end at another time than they begin: editions would never go out');

const layout = z.enum(LAYOUTS, `must be ${LAYOUTS.slice(0, -1).join(', ')} or ${LAYOUTS.at(-1)}`);

const digest = z
  .strictObject({
    id: slug,
    cadence: z.enum(['instant', 'daily', 'weekly', 'monthly'], 'must be instant, daily, weekly or monthly'),
    time: clockTime.optional(),
    weekday: z.enum(WEEKDAYS, `must be one of ${WEEKDAYS.join(', ')}`).optional(),
    dayOfMonth: wholeNumber(1, 31).optional(),
    cron: z
      .string()
      .trim()
      .max(100)
      .refine(
        (text) => cronOf(text) !== undefined,
        'must be five fields of cron that come about, such as "30 7 * * 1-5"',
      )
      .optional(),
    quietMinutes: wholeNumber(0, 120).optional(),
    between: z
      .strictObject({ from: clockTime, until: clockTime })
      .refine(({ from, until }) => from < until, 'must begin before it ends')
      .optional(),
    topics: z.array(slug).default([]),
    minItems: wholeNumber(1, 50).default(1),
    maxItems: wholeNumber(1, 50).default(12),
    order: z.enum(['newest', 'weight', 'sections'], 'must be newest, weight or sections').optional(),
    weights: z.record(slug, wholeNumber(0, 100)).optional(),
    mode: z.enum(['send', 'draft'], 'must be send or draft').default('draft'),
    layout: layout.optional(),
    inReadersZone: z.boolean('must be true or false').optional(),
  })
  .superRefine(
    (
      {
        cadence,
        time,
        weekday,
        dayOfMonth,
        cron,
        quietMinutes,
        between,
        minItems,
        maxItems,
        order,
        weights,
        inReadersZone,
      },
      { addIssue },
    ) => {
      const refuse = (key: string, message: string) => addIssue({ code: 'custom', path: [key], message });
      const isInstant = cadence === 'instant';
      if (cron && (time || weekday || dayOfMonth))
        refuse('cron', 'says it all: leave out time, weekday and dayOfMonth');
      if (cron && isInstant) refuse('cron', 'means nothing for an instant digest');
      if (inReadersZone && (cron || isInstant)) refuse('inReadersZone', 'means nothing without a time');
      if (isInstant && time) refuse('time', 'means nothing for an instant digest: between says its hours');
      if (!isInstant && quietMinutes !== undefined) refuse('quietMinutes', `means nothing for a ${cadence} digest`);
      if (!isInstant && between) refuse('between', `means nothing for a ${cadence} digest`);
      if (weights && order !== 'weight') refuse('weights', 'means nothing without order: weight');
      if (minItems > maxItems) refuse('minItems', 'must not be more than maxItems');
      if (weekday && cadence !== 'weekly') refuse('weekday', `means nothing for a ${cadence} digest`);
      if (dayOfMonth && cadence !== 'monthly') refuse('dayOfMonth', `means nothing for a ${cadence} digest`);
      if (cron || isInstant) return;
      if (!time) refuse('time', 'is missing: at what time of day it goes out');
      if (cadence === 'weekly' && !weekday) refuse('weekday', 'is missing: a weekly digest needs its day');
      if (cadence === 'monthly' && !dayOfMonth)
        refuse('dayOfMonth', 'is missing: a monthly digest needs its day, 1–31');
    },
  );

const sender = z.strictObject({
  name: line(80),
  address: z.email('must be an email address').optional(),
  replyTo: z.email('must be an email address').optional(),
});

/** Quiet text, such as that of the footer, stands on it. */
const background = z
  .string('must be a colour such as "#f1efea", in quotes')
  .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as "#f1efea"')
  .superRefine((colour, { addIssue }) => {
    const ratio = contrast(QUIET_TEXT, colour);
    if (ratio >= LEAST_CONTRAST) return;
    addIssue({
      code: 'custom',
      message: `is too dark for the quiet text on it: their contrast is ${ratio.toFixed(1)}:1 and must be at least 4.5:1`,
    });
  });

const logo = z.strictObject({
  url: webAddress
    .refine((url) => url.startsWith('https:'), 'must begin with https: mail programs load nothing else')
    .refine(
      (url) => !/\.(?:svg|webp|avif)$/i.test(new URL(url).pathname),
      'must be PNG, JPEG or GIF: mail programs show nothing else everywhere',
    ),
  alt: line(120),
  width: wholeNumber(16, 536),
});

const look = z.strictObject({
  accent,
  background: background.optional(),
  layout: layout.optional(),
  logo: logo.optional(),
  typeface: z.enum(['mixed', 'serif', 'sans'], 'must be mixed, serif or sans').optional(),
});

const feeds = z.strictObject({
  content: z.enum(['teaser', 'full'], 'must be teaser or full').default(FEEDS_AS_USUAL.content),
  items: z
    .int('must be a whole number')
    .min(10, 'must be between 10 and 200')
    .max(200, 'must be between 10 and 200')
    .default(FEEDS_AS_USUAL.items),
  copyright: line(200).optional(),
  icon: webAddress.optional(),
});

/** The name of a mail server's domain, kept as it stands in addresses: ASCII, lower case. */
const domain = z
  .string()
  .trim()
  .transform((typed) => domainToASCII(typed.replace(/^@/, '').toLowerCase()))
  .refine((name) => /^(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/.test(name), 'must be a domain such as example.org');

const signUp = z.strictObject({ refuseDomains: z.array(domain).max(2_000).default([]) });

/** What editors write in paragraphs. */
const paragraphs = z
  .string('must be text')
  .trim()
  .min(1, 'must not be empty')
  .max(2_000, 'must be at most 2000 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f\u2028\u2029]*$/, 'must be plain text');

const welcome = z.strictObject({
  text: paragraphs.optional(),
  latestEdition: z.boolean('must be true or false').default(true),
});

export const publicationFile = z.strictObject({
  id: slug,
  title: line(120),
  description: line(500),
  language: z.enum(['de', 'en'], 'must be de or en'),
  timeZone,
  siteUrl: webAddress,
  sender,
  imprint: z.array(line(200)).min(1, 'must name who is responsible: the law wants it in every mail').max(12),
  privacyNotice: webAddress.optional(),
  look: look.default({ accent: '#1d5d8c' }),
  tracking: z.boolean('must be true or false').optional(),
  editors: z.array(z.email('must be an email address')).max(20, 'must be at most 20').optional(),
  archive: z.enum(['public', 'unlisted'], 'must be public or unlisted').optional(),
  signUp: signUp.optional(),
  welcome: welcome.optional(),
  quietHours: quietHours.optional(),
  feeds: feeds.optional(),
  topics: z.array(topic).max(50).default([]),
  sources: z.array(source).max(500).default([]),
  digests: z.array(digest).max(20).default([]),
});

export type PublicationFile = z.infer<typeof publicationFile>;

/** Which words are known where, by path without positions: `digests` for every digest. */
export const KNOWN_KEYS: Record<string, string[]> = {
  '': Object.keys(publicationFile.shape),
  sender: Object.keys(sender.shape),
  look: Object.keys(look.shape),
  'look.logo': Object.keys(logo.shape),
  signUp: Object.keys(signUp.shape),
  welcome: Object.keys(welcome.shape),
  quietHours: ['from', 'until'],
  feeds: Object.keys(feeds.shape),
  topics: Object.keys(topic.shape),
  sources: Object.keys(source.shape),
  'sources.rules': Object.keys(sourceRules.shape),
  'sources.selectors': Object.keys(pageSelectors.shape),
  digests: Object.keys(digest.shape),
};
