import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { wordsFor } from '../../lambdas/console/choose-words.ts';
import { pauseFor, quietPause } from '../../lambdas/delivery/why-wait.ts';
import { NO_RULES } from '../../lambdas/domain/publication.ts';
import { gapWords } from '../../lambdas/ingest/gap.ts';
import { rulerOf } from '../../lambdas/ingest/index.ts';
import { held, resultWords } from '../../lambdas/ingest/poll-records.ts';
import { ROOT } from '../../lib/bundles.ts';
import { aSource, at } from './fake-rooms.ts';

const german = wordsFor('de');
const NIGHT = { from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' };

/** Said to programs, to the log or to who writes a publication file, never to who looks at the console. */
const NOT_FOR_EDITORS = [
  /^(?:SET|REMOVE) /,
  /^FREQ INTERVAL/,
  /^The publication file has/,
  /^The file is too long$/,
  /^This is not YAML/,
  /^The digest .* has no publication/,
  /^\d+ digests could not be started$/,
  /^A subscription was changed while it was written$/,
  /^There is no such subscription\.\n$/,
  /^We do not want this any more\.\n$/,
];

/** Made of parts: they are tried whole below. */
const COMPOSED = [
  'We found 3 at this address',
  'It redirects to 3, which we do not follow',
  'The address leads to 3, which we do not ask',
  'None of the 3 articles was known: others may have come and gone3',
  'The edition was changed meanwhile, 3: look at it again',
  '3; older parts of the source are being read',
  '3, and the source offers no older parts',
];

/** Every sentence that is written in these files; whatever is put into one is a 3. */
function sentencesIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText().startsWith('log.')) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map(({ literal }) => `3${literal.text}`).join(''));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter(
    (text) => /^[\p{Lu}\d“]/u.test(text) && (text.match(/(?<![^\s“])\p{L}[\p{L}’]*(?![^\s,:;.”])/gu)?.length ?? 0) >= 3,
  );
}

const files = globSync(
  [
    'lambdas/{ingest,publications}/**/*.ts',
    'lambdas/audience/{imports,exports,segments}/**/*.ts',
    'lambdas/digest/{apply-change,approve-edition,ask-for-edit,draft-by-hand,edit-edition,record-size}.ts',
    'lambdas/audience/{addresses,add-subscriber,change-subscriber,find-subscriber,list-subscribers}.ts',
  ],
  { cwd: ROOT },
).sort();
const sentences = files
  .flatMap((file) => sentencesIn(file).map((text) => ({ file: file.replace('lambdas/', ''), text })))
  .filter(({ text }) => !COMPOSED.includes(text) && !NOT_FOR_EDITORS.some((pattern) => pattern.test(text)));

describe('what other rooms say', () => {
  it('is found where it is written', () => {
    const all = sentences.map(({ text }) => text);
    expect(all).toContain('The server refuses connections');
    expect(all).toContain('The selector “3” is not valid CSS');
    expect(all.length).toBeGreaterThan(70);
  });

  // A sentence that fails here is new: say it in German in words-de-reasons.ts or words-de-answers.ts.
  it.each(sentences)('is said in German too: $text ($file)', ({ text }) => {
    // Counts are said one by one, and what is left of the English would still be there.
    expect(german.said(text)).not.toBe(text);
  });

  it.each([
    ...['no feed', 'no REST API of a WordPress', 'no sitemap for news', 'no list of articles', 'no calendar'].map(
      (what) => `We found ${what} at this address`,
    ),
    ...['a port other than 80 and 443', 'a private address'].flatMap((what) => [
      `It redirects to ${what}, which we do not follow`,
      `The address leads to ${what}, which we do not ask`,
    ]),
  ])('is said in German too when it is made of parts: %s', (text) => {
    expect(german.said(text)).not.toBe(text);
  });

  const count = { total: 30, added: 3, changed: 2, withdrawn: 1, leftOutByRules: 4, tooOld: 5 };
  const known = aSource({ fetchState: { failures: 0, baselineAt: at('2026-01-01T00:00:00Z') } });
  const rule = rulerOf({
    ...NO_RULES,
    include: { words: ['Schule'], categories: ['Bildung'] },
    exclude: { words: ['Anzeige'], categories: ['Werbung'] },
  });
  const because = (title: string, categories: string[] = []) => rule({ title, teaser: '', categories }).because ?? '';

  it.each([
    {
      said: resultWords(count, known),
      german: '3 neu, 2 geändert, 1 zurückgezogen, 4 durch Regeln ausgelassen, 21 bekannt; 5 ältere ausgelassen',
    },
    {
      said: resultWords(count, aSource({ fetchState: { failures: 0 } })),
      german: '3 ins Archiv übernommen, 1 zurückgezogen, 4 durch Regeln ausgelassen; 5 ältere ausgelassen',
    },
    { said: held(18, 20).lastResult ?? '', german: 'Angehalten: 18 von 20 Artikeln sehen neu aus' },
    { said: '4 more in an older part; nothing is missing', german: '4 weitere in einem älteren Teil; nichts fehlt' },
    {
      said: gapWords(at('2026-02-27T09:05:00Z'), 10, true),
      german:
        'Keiner der 10 Artikel war bekannt: Seit dem 27.02.2026, 09:05 Uhr (UTC), können andere gekommen und gegangen sein; ältere Teile der Quelle werden gerade gelesen',
    },
    {
      said: gapWords(undefined, 10, false),
      german:
        'Keiner der 10 Artikel war bekannt: Dazwischen können andere gekommen und gegangen sein, und die Quelle bietet keine älteren Teile',
    },
    {
      said: 'Articles may be missing; an older part of the source could not be read: The server refuses connections',
      german:
        'Es können Artikel fehlen; ein älterer Teil der Quelle ließ sich nicht lesen: Der Server nimmt keine Verbindungen an',
    },
    {
      said: 'The hub hub.example cannot be asked: The server cannot be reached',
      german: 'Der Hub hub.example ließ sich nicht fragen: Der Server ist nicht erreichbar',
    },
    {
      said: 'The hub hub.example refuses to tell us of news (403): “no $1”',
      german: 'Der Hub hub.example will uns Neues nicht ankündigen (403): “no $1”',
    },
    {
      said: 'The edition was changed meanwhile, by somebody else on 2026-11-23T06:00:00.000Z: look at it again',
      german:
        'Die Ausgabe wurde am 23.11.2026 um 06:00 Uhr (UTC) von jemand anderem geändert: Sehen Sie sie sich noch einmal an',
    },
    {
      said: 'The edition was changed meanwhile, because its articles were corrected: look at it again',
      german: 'Artikel der Ausgabe wurden inzwischen berichtigt: Sehen Sie sie sich noch einmal an',
    },
    { said: because('Die Schule'), german: 'übernommen wegen des Wortes „Schule“' },
    { said: because('x', ['Bildung']), german: 'übernommen wegen der Kategorie „Bildung“' },
    { said: because('Anzeige'), german: 'ausgelassen wegen des Wortes „Anzeige“' },
    { said: because('x', ['Werbung']), german: 'ausgelassen wegen der Kategorie „Werbung“' },
    {
      said: because('x'),
      german: 'ausgelassen, weil er keines der gewünschten Wörter und keine der gewünschten Kategorien hat',
    },
    {
      said: quietPause({ quietHours: NIGHT }, at('2026-11-02T22:00:00Z'))?.because ?? '',
      german: 'Zwischen 22:00 und 06:00 Uhr wird nichts gesendet',
    },
    {
      said: pauseFor('day', at('2026-11-02T22:00:00Z')).because,
      german: 'Das Tageskontingent von SES ist aufgebraucht, bis auf das, was für Bestätigungen bleibt',
    },
    {
      said: pauseFor('warm-up', at('2026-11-02T22:00:00Z')).because,
      german: 'Die Maildomain ist neu: Was sie heute senden darf, ist gesendet',
    },
  ])('keeps what it is about: $german', (row) => {
    expect(german.said(row.said)).toBe(row.german);
  });
});
