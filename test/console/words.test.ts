import { describe, expect, it } from 'vitest';
import { wordsFor } from '../../lambdas/console/choose-words.ts';

describe('the language of the console', () => {
  it.each([
    { header: 'de', language: 'de' },
    { header: 'de-AT,en;q=0.8', language: 'de' },
    { header: 'en-GB,de;q=0.8', language: 'en' },
    { header: 'fr,de;q=0.7,en;q=0.3', language: 'de' },
    { header: 'de;q=0,en;q=0.1', language: 'en' },
    { header: 'fr', language: 'en' },
    { header: '*', language: 'en' },
    { header: ';;q=,', language: 'en' },
    { header: undefined, language: 'en' },
  ])('for "$header" is $language', ({ header, language }) => expect(wordsFor(header).language).toBe(language));

  it.each([
    { noted: '3 new, 17 known', said: '3 neu, 17 bekannt' },
    {
      noted: '1 new, 2 changed, 5 known; 40 older ones left out',
      said: '1 neu, 2 geändert, 5 bekannt; 40 ältere ausgelassen',
    },
    { noted: '20 taken into the archive', said: '20 ins Archiv übernommen' },
    { noted: 'Nothing new', said: 'nichts Neues' },
    {
      noted: 'The server did not answer within 20 seconds',
      said: 'Der Server hat binnen 20 Sekunden nicht geantwortet',
    },
    { noted: 'The page is not a feed: it is JSON, but no JSON Feed', said: 'Die Adresse führt zu keinem Feed' },
    { noted: 'An editor paused it', said: 'Jemand hat ihn von Hand angehalten' },
    { noted: 'SES could not be reached 5 times in a row', said: 'SES war 5-mal in Folge nicht zu erreichen' },
    {
      noted: '12 of the latest 200 mails were returned by their mailboxes for good',
      said: '12 der letzten 200 Mails kamen endgültig als unzustellbar zurück',
    },
    {
      noted: '3 of the latest 200 mails were reported as unwanted',
      said: '3 der letzten 200 Mails wurden als unerwünscht gemeldet',
    },
    {
      noted: '12 of the latest 200 mails were taken by SES and then not sent for what is in them',
      said: '12 der letzten 200 Mails hat SES angenommen und dann wegen ihres Inhalts nicht gesendet',
    },
    { noted: 'Something never heard before, 3 times', said: 'Something never heard before, 3 times' },
  ])('says "$noted" in German too', ({ noted, said }) => {
    expect(wordsFor('de').said(noted)).toBe(said);
    expect(wordsFor('en').said(noted)).toBe(noted);
  });
});
