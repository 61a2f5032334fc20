import * as z from 'zod';
import { LAYOUTS } from '../../lambdas/domain/publication.ts';

/** How somebody wants to see a mail; all of it in the address, so that a reload shows the same. */
export const wish = z.object({
  /** `own` is the file that was named. */
  look: z.enum([...LAYOUTS, 'own']).optional(),
  language: z.enum(['de', 'en']).catch('de'),
  scheme: z.enum(['light', 'dark', 'inverted']).catch('light'),
  width: z.enum(['320', '375', '600', '960']).catch('600'),
  part: z.enum(['html', 'plain', 'unstyled', 'unpictured']).catch('html'),
});
export type Wish = z.infer<typeof wish>;

export const CHOICES = {
  language: { de: 'German', en: 'English' },
  scheme: { light: 'light', dark: 'dark', inverted: 'dark by force' },
  width: { '320': '320', '375': '375', '600': '600', '960': '960' },
  part: { html: 'whole', unpictured: 'without pictures', unstyled: 'without <style>', plain: 'plain text' },
} as const;
