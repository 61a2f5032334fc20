import * as z from 'zod';
import type { TrackingReport } from '../delivery/index.ts';

/** Readers, each counted once: all of them, and without those of whom only programs are known. */
const counted = z.object({ raw: z.number(), filtered: z.number() });

/** Opens and clicks of readers who agreed that they are counted. */
export const trackingAnswer = z.object({
  /** Who agreed, and whom the mail has reached. */
  readers: z.number(),
  /** With fewer readers `figures` is null. */
  leastReaders: z.number(),
  figures: z
    .object({
      opens: counted,
      clicks: counted,
      /** Those that somebody followed, by where they stand among the edition's different links, from 1. */
      links: z.array(counted.extend({ position: z.number(), url: z.string() })),
    })
    .nullable(),
});
type TrackingAnswer = z.infer<typeof trackingAnswer>;

/** @returns null for an edition whose readers were not asked */
export const answeredTracking = (tracking: TrackingReport | undefined): TrackingAnswer | null =>
  tracking ? { ...tracking, figures: tracking.figures ?? null } : null;

/** As the command line says it; nothing where nobody was asked. */
export function trackingInWords(tracking: TrackingAnswer | null): string[] {
  if (!tracking) return [];
  const { readers, leastReaders, figures } = tracking;
  const agreed = `${readers} of those reached have agreed that opens and clicks are counted`;
  if (!figures) return [`${agreed}; figures are shown from ${leastReaders} on`];
  const { opens, clicks, links } = figures;
  return [
    agreed,
    `${opens.filtered} opened it (${opens.raw} with programs), ${clicks.filtered} followed a link (${clicks.raw})`,
    ...links.map(({ position, url, raw, filtered }) => `  link ${position}: ${filtered} (${raw})  ${url}`),
  ];
}
