import { slugShare } from './item-address.ts';
import type { Survey, TitleCandidate } from './survey-block.ts';

const WEIGHT: Record<TitleCandidate['kind'], number> = { heading: 10, title: 9, link: 5, term: 4.5, bold: 4, text: 2 };

/**
 * Which part of each block is its title. Judged over all blocks at once: what is the same in many of them is a label,
 * what differs, stands early, is as long as titles are and reads like the address is the title.
 */
export function chooseTitles(surveys: Survey[], addresses: (string | undefined)[]): (TitleCandidate | undefined)[] {
  const places = new Map<string, (TitleCandidate | undefined)[]>();
  surveys.forEach(({ titles }, index) => {
    for (const candidate of titles) {
      for (const key of [
        `${candidate.kind} ${candidate.place}`,
        `${candidate.kind} ${candidate.element.name}`,
        candidate.kind,
      ]) {
        const place = places.get(key) ?? [];
        place[index] ??= candidate;
        places.set(key, place);
      }
    }
  });
  const ranked = [...places.entries()]
    .map(([key, candidates]) => ({ candidates, points: pointsOf(key, candidates, surveys, addresses) }))
    .filter(({ points }) => points > 0.2)
    .sort((a, b) => b.points - a.points);
  return surveys.map((_, index) => ranked.find(({ candidates }) => candidates[index])?.candidates[index]);
}

function pointsOf(
  key: string,
  candidates: (TitleCandidate | undefined)[],
  surveys: Survey[],
  addresses: (string | undefined)[],
): number {
  const found = candidates.filter((candidate) => candidate !== undefined);
  const first = found[0];
  if (!first) return 0;
  const coverage = found.length / surveys.length;
  const distinct = new Set(found.map(({ text }) => text)).size / found.length;
  const slugs = candidates.flatMap((candidate, index) => {
    const address = addresses[index];
    const share = candidate && address ? slugShare(address, candidate.text) : undefined;
    return share === undefined ? [] : [share];
  });
  const early = candidates.reduce((sum, candidate, index) => {
    return candidate ? sum + (surveys[index]?.titles.indexOf(candidate) ?? 0) : sum;
  }, 0);
  return (
    WEIGHT[first.kind] *
    coverage *
    distinct ** 2 *
    average(found.map(({ text }) => fits(text.length))) *
    (0.5 + 1.5 * (slugs.length ? average(slugs) : 0.3)) *
    (1 / (1 + 0.08 * (early / found.length))) *
    // A place says more than a tag, and a tag more than a kind.
    (key.includes('>') ? 1.02 : key.includes(' ') ? 1.01 : 1)
  );
}

/** Titles have two to twenty words. */
function fits(length: number): number {
  if (length < 4) return 0.2;
  if (length < 8) return 0.6;
  if (length <= 140) return 1;
  return length <= 220 ? 0.5 : 0.15;
}

const average = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
