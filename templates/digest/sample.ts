import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { LAYOUTS, type Language, type Publication } from '../../lambdas/domain/publication.ts';

const date = z.iso.datetime().transform((text) => new Date(text));
const picture = z.strictObject({ url: z.url(), alt: z.string() });
const event = z.strictObject({
  startsAt: date,
  endsAt: date.optional(),
  allDay: z.boolean(),
  place: z.string().optional(),
  online: z.boolean(),
});

const look = z.strictObject({
  accent: z.string(),
  background: z.string().optional(),
  layout: z.enum(LAYOUTS).optional(),
  logo: z.strictObject({ url: z.url(), alt: z.string(), width: z.number() }).optional(),
  typeface: z.enum(['mixed', 'serif', 'sans']).optional(),
});

const sample = z.strictObject({
  publication: z.strictObject({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    language: z.enum(['de', 'en']),
    timeZone: z.string(),
    siteUrl: z.url(),
    sender: z.strictObject({ name: z.string(), address: z.email(), replyTo: z.email().optional() }),
    imprint: z.array(z.string()),
    privacyNotice: z.url().optional(),
    look,
    topics: z.array(z.strictObject({ id: z.string(), title: z.string(), words: z.array(z.string()) })),
  }),
  edition: z.strictObject({
    id: z.string(),
    publicationId: z.string(),
    number: z.number(),
    digestId: z.string().optional(),
    subject: z.string(),
    preheader: z.string(),
    intro: z.string(),
    outro: z.string().optional(),
    sections: z.array(z.strictObject({ id: z.string(), title: z.string() })).optional(),
    items: z.array(
      z.strictObject({
        articleId: z.string(),
        title: z.string(),
        teaser: z.string(),
        url: z.url().optional(),
        image: picture.optional(),
        topics: z.array(z.string()),
        publishedAt: date,
        event: event.optional(),
        section: z.string().optional(),
      }),
    ),
    leftOut: z.number().optional(),
    window: z.strictObject({ from: date, until: date }),
    status: z.enum(['draft', 'frozen', 'sent']),
    contentHash: z.string(),
    composedAt: date,
  }),
});

/** The data a digest template is given, as it could be, for trying a template without articles. */
export function sampleDigest(language: Language): { publication: Publication; edition: Edition } {
  return sample.parse(JSON.parse(readFileSync(new URL(`sample.${language}.json`, import.meta.url), 'utf8')));
}
