import { describe, expect, it } from 'vitest';
import { finding } from '../../../lambdas/digest/checks/finding.ts';
import { findingInWords } from '../../../lambdas/digest/checks/finding-words.ts';
import { de } from '../../../lambdas/digest/checks/words-de.ts';
import { en } from '../../../lambdas/digest/checks/words-en.ts';

describe('the sentences of findings', () => {
  it('are there in both languages, and are sentences', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en));
  });

  it.each([
    [
      finding('html-clipped', { kilobytes: 1102 }),
      'Die E-Mail ist mit 1.102 kB so groß, dass Gmail sie abschneidet. Nehmen Sie Artikel heraus.',
    ],
    [
      finding('layout-table', { count: 1 }),
      'Eine Tabelle, die nur anordnet, sagt das Vorleseprogrammen nicht (role="presentation").',
    ],
    [
      finding('layout-table', { count: 3 }),
      '3 Tabellen, die nur anordnen, sagen das Vorleseprogrammen nicht (role="presentation").',
    ],
    [
      finding('text-links-missing', { count: 1, address: 'https://a.example/' }),
      'Im Nur-Text-Teil fehlt ein Link: https://a.example/',
    ],
    [
      finding('link-dead', { text: 'Forum', address: 'https://a.example/', why: 'status-404' }),
      'Der Link „Forum“ (https://a.example/) führt ins Leere: der Server antwortet mit 404.',
    ],
    [
      finding('image-unsure', { address: 'https://a.example/', why: 'timeout' }),
      'Das Bild https://a.example/ ließ sich nicht prüfen: der Server antwortet nicht rechtzeitig.',
    ],
    [
      finding('image-too-large', { address: 'https://a.example/b.jpg', article: 'Forum', kilobytes: 5000 }),
      'Das Bild https://a.example/b.jpg (Artikel „Forum“) ist 5.000 kB groß; mehr als 1.000 kB laden unterwegs langsam.',
    ],
    [
      finding('contrast', {
        scheme: 'dark',
        ratio: 1.64,
        least: 4.5,
        colours: '#111111 / #222222',
        text: 'Impressum',
        count: 2,
      }),
      'Zu wenig Kontrast in dunkler Darstellung: 1,64 : 1 statt mindestens 4,5 : 1 (#111111 / #222222) bei „Impressum“ und an einer weiteren Stelle.',
    ],
  ])('in German (%#)', (found, sentence) => expect(findingInWords(found, 'de')).toBe(sentence));

  it.each([
    [
      finding('target-small', { pixels: 19.2, least: 24, text: 'More', count: 2 }),
      '2 links are lower than 24 px, at 19.2 px, and hard to hit with a finger: “More”.',
    ],
    [
      finding('items-shortened', { count: 1 }),
      'So that the mail does not grow too large, one article stands in it by its headline only.',
    ],
    [
      finding('link-dead', { text: '', address: 'https://a.example/', why: 'no-server' }),
      'The link https://a.example/ leads nowhere: there is no server of this name.',
    ],
    [
      finding('image-none', { address: 'https://a.example/b.jpg', article: 'Forum', type: 'text/html' }),
      'There is no picture at https://a.example/b.jpg (article “Forum”) (text/html).',
    ],
    [
      finding('heading-skipped', { from: 0, to: 2, text: 'News' }),
      'The first heading, “News”, is of level 2 and not 1.',
    ],
  ])('in English (%#)', (found, sentence) => expect(findingInWords(found, 'en')).toBe(sentence));
});
