import { cadencesOffered, UNLABELLED } from '../../domain/edition-audience.ts';
import type { Cadence, Digest, Publication } from '../../domain/publication.ts';
import { timeZoneNamed } from '../../domain/time-zone.ts';
import { hasZones, paceOffer } from '../choosing/pace-offer.ts';
import { consentWording, type Pace } from './consent-wording.ts';
import { trackingWording } from './tracking-wording.ts';
import type { ConsentWording } from './wording.ts';

/** What a form to subscribe offers, and what its sender agrees to. */
export interface SignUpOffer {
  publication: Publication;
  /** To choose from, from often to seldom; empty when there is no choice. */
  cadences: Cadence[];
  /** For who does not choose. */
  usualCadence: Cadence;
  /** Whether editions come by the clock of a zone that a reader chooses. */
  hasZones: boolean;
  wording: ConsentWording;
  /** What who lets their opens and clicks be counted agrees to; absent where nobody is asked. */
  tracking?: ConsentWording;
}

type Recipe = Pick<Digest, 'cadence' | 'topics' | 'cron' | 'inReadersZone'>;

export interface OfferDeps {
  /** The recipes of a publication: how often it comes. */
  digests: { list(publicationId: string): Promise<Recipe[]> };
}

/** The offer of a publication, as its digests are now. */
export async function findOffer(publication: Publication, { digests }: OfferDeps): Promise<SignUpOffer> {
  return signUpOffer(publication, await digests.list(publication.id));
}

export function signUpOffer(publication: Publication, digests: Recipe[]): SignUpOffer {
  const { language, title, sender, tracking: isAsked = false } = publication;
  const names = { title, sender: sender.name };
  const all = digests.flatMap((digest) => ({ ...digest, topics: [] }));
  const served = cadencesOffered(all, UNLABELLED);
  const { cadences } = paceOffer(publication, digests);
  return {
    publication,
    cadences,
    usualCadence: served.length === 0 || served.includes('weekly') ? 'weekly' : (served.at(-1) as Cadence),
    hasZones: hasZones(digests),
    wording: consentWording(language, paceOf(digests, served, cadences), names, { isAsked }),
    ...(isAsked ? { tracking: trackingWording(language, names) } : {}),
  };
}

function paceOf(digests: Recipe[], served: Cadence[], choice: Cadence[]): Pace {
  if (choice.length > 0) return 'chosen';
  const [only] = served;
  // With a timetable of its own a digest's cadence is a name and no promise.
  const isSteady = served.length === 1 && digests.every(({ cron }) => !cron);
  return only && isSteady ? only : 'varying';
}

/** What was chosen, if it was offered. */
export function chosenCadence(typed: string | null, { cadences, usualCadence }: SignUpOffer): Cadence {
  return cadences.find((cadence) => cadence === typed) ?? usualCadence;
}

/** What was chosen, if zones were offered and it is one. */
export function chosenZone(typed: string | null, { hasZones }: Pick<SignUpOffer, 'hasZones'>): string | undefined {
  return hasZones && typed ? timeZoneNamed(typed) : undefined;
}
