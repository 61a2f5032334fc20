/** Editions that a template must be able to show, whatever comes: from nothing at all to what a stranger would send. */
import type { Edition, EditionItem } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const LATER = new Date('2026-11-26T16:00:00Z');
const MANY = 60;

export const SAMPLES = ['usual', 'bare', 'empty', 'many', 'harmless', 'hostile'] as const;
export type SampleName = (typeof SAMPLES)[number];

/** Found again in what was rendered, and in no template. */
export const titleOf = (at: number) => `Zzsample${at}zz`;

/** What editors write; found again like the titles. */
export const OWN_WORDS = { preheader: 'Zzpreheaderzz', intro: 'Zzintrozz', outro: 'Zzoutrozz' };

/** What strangers would write to break out, or to lead readers astray. */
export const HOSTILE_SIGN = 'zzhostilezz';
const HOSTILE =
  'zzhostilezz "><script>alert(1)</script>\'><mj-include path="/etc/passwd" /></mj-text></td></table><img src=x onerror=alert(2)> {{ look }} {% only %} &lt;b&gt; <!-- --> ]]> </style> \u202e javascript:alert(3)';
const HARMLESS = 'Ganz normale Worte';

export function sampleEdition(publication: Publication, name: SampleName): Edition {
  const words = name === 'hostile' ? HOSTILE : HARMLESS;
  const items = itemsOf(name, words, publication);
  return {
    id: `${publication.id}-1`,
    publicationId: publication.id,
    number: 1,
    subject: name === 'bare' ? '' : words,
    preheader: name === 'bare' ? '' : name === 'usual' ? OWN_WORDS.preheader : words,
    intro: name === 'usual' ? OWN_WORDS.intro : '',
    ...(name === 'usual' && { outro: OWN_WORDS.outro, leftOut: 2, sections: [{ id: 'section', title: words }] }),
    items,
    window: { from: NOW, until: NOW },
    status: 'draft',
    contentHash: '',
    composedAt: NOW,
  };
}

function itemsOf(name: SampleName, words: string, { topics }: Publication): EditionItem[] {
  if (name === 'empty') return [];
  if (name === 'bare') return [bare(0)];
  if (name === 'many') {
    return Array.from({ length: MANY }, (_, at) => ({ ...whole(at, HARMLESS.repeat(30), topics), title: titleOf(at) }));
  }
  const article = (at: number): EditionItem => ({ ...whole(at, words, topics), title: `${titleOf(at)} ${words}` });
  const event: EditionItem = {
    ...article(3),
    event: { startsAt: LATER, allDay: false, place: words, online: true },
  };
  return [
    article(0),
    { ...bare(1), ...(name === 'usual' && { section: 'section' }) },
    { ...article(2), isShort: true },
    event,
    { ...bare(4), event: { startsAt: LATER, allDay: true, online: false } },
  ];
}

const bare = (at: number): EditionItem => ({
  articleId: `sample-${at}`,
  title: titleOf(at),
  teaser: '',
  topics: [],
  publishedAt: NOW,
});

const whole = (at: number, words: string, topics: { id: string }[]): EditionItem => ({
  ...bare(at),
  teaser: words,
  url: `https://example.org/${at}?a=1&b='x'`,
  image: { url: `https://example.org/${at}.jpg`, alt: words },
  topics: topics.slice(0, 1).map(({ id }) => id),
});
