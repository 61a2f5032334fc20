/** What the JSON API says of what is held about somebody, and of its erasure. */
import * as z from 'zod';

/** The file that a person may ask for; its parts are records with plain names. */
export const personFileAnswer = z.looseObject({
  madeAt: z.string(),
  subscriberId: z.string(),
  addresses: z.array(z.string()),
  subscriptions: z.array(z.record(z.string(), z.unknown())),
  consent: z.array(z.record(z.string(), z.unknown())),
  suppression: z.array(z.record(z.string(), z.unknown())),
});

export const erasureAnswer = z.object({
  subscriberId: z.string(),
  /** False when they signed up anew at the same moment. */
  erased: z.boolean(),
  /** In which they had a subscription. */
  publications: z.array(z.string()),
  /** Entries of the proof that must be kept, without the address. */
  proofs: z.number(),
  /** Until then. */
  proofsEndAt: z.string(),
});

export type ErasureAnswer = z.infer<typeof erasureAnswer>;
