/** An edition of 60 kB of HTML, with the parts that a sender finds in S3, made without a template engine. */
import { personalLinks } from '../../../lambdas/audience/index.ts';
import { parseLinkKeys } from '../../../lambdas/audience/links/link-keys.ts';
import type { CampaignRecord } from '../../../lambdas/delivery/campaigns.ts';
import { type Letters, lettersFrom } from '../../../lambdas/delivery/letters.ts';
import type { EditionContent } from '../../../lambdas/digest/edition-content.ts';
import { storeContent } from '../../../lambdas/digest/edition-parts.ts';
import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { EDITION_ID } from './bench-campaign.ts';
import { PUBLICATION_ID } from './readers.ts';

const SITE_URL = 'https://letters.example.org';
const HTML_BYTES = 60_000;
const ARTICLES = 24;
const TOPICS = ['kita', 'schule', 'termine'];
const SENTENCE =
  'Fünf neue Häuser öffnen im Herbst, und alle dürfen hinein; die Anmeldung „für Gäste“ beginnt im März. ';

/** Writes the edition's mails for whatever campaign, as the deployed sender does. */
export async function benchLetters(): Promise<(campaign: CampaignRecord) => Promise<Letters>> {
  const objects = objectsInMemory();
  const contentHash = await storeContent(objects, content(EDITION_ID));
  const keys = parseLinkKeys(JSON.stringify({ current: 'k1', k1: 'the link key of the bench' }));
  const links = personalLinks(keys, SITE_URL);
  const lettersOf = lettersFrom(objects);
  return (campaign) => lettersOf({ ...campaign, editionId: EDITION_ID, contentHash }, links);
}

function content(editionId: string): EditionContent {
  const places = Array.from({ length: ARTICLES }, (_, index) => index);
  return {
    editionId,
    publicationId: PUBLICATION_ID,
    number: 12,
    language: 'de',
    sender: { name: 'Schule „Region“', address: 'news@mail.example.org' },
    subject: 'Neues aus den Schulen',
    preheader: SENTENCE,
    items: places.map((index) => ({ articleId: `a${index}`, topics: [TOPICS[index % TOPICS.length] ?? ''] })),
    html: [
      { pieces: ['<!doctype html><html lang="de"><body>'] },
      ...places.map((index) => ({ forItems: [index], pieces: [article(index)] })),
      {
        pieces: [
          '<p><a href="',
          { slot: 'preferences' },
          '">Ändern</a> <a href="',
          { slot: 'unsubscribe' },
          '">Abmelden</a></p>',
        ],
      },
      { pieces: ['</body></html>'] },
    ],
    text: [
      ...places.map((index) => ({ forItems: [index], pieces: [`Beitrag ${index}\n\n${SENTENCE.repeat(2)}\n\n`] })),
      { pieces: ['Ändern: ', { slot: 'preferences' }, '\nAbmelden: ', { slot: 'unsubscribe' }, '\n'] },
    ],
    archivePage: '',
  };
}

/** As a mail says it: much markup around little text. */
function article(index: number): string {
  const cell = `<table role="presentation" width="100%" style="border-collapse:collapse"><tr><td style="padding:0 24px 8px;font-family:Georgia,serif;font-size:17px;line-height:26px;color:#1b1b1b">`;
  const head = `${cell}<h2>Beitrag ${index}</h2>`;
  const paragraphs = `<p>${SENTENCE}</p>`.repeat(
    Math.ceil((HTML_BYTES / ARTICLES - head.length) / (SENTENCE.length + 12)),
  );
  return `${head}${paragraphs}</td></tr></table>`;
}
