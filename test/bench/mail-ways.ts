/** Three ways to one reader's mail: ours, and two that others take. */
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { parseLinkKeys } from '../../lambdas/audience/links/link-keys.ts';
import { personalLinks } from '../../lambdas/audience/links/links.ts';
import type { CampaignRecord } from '../../lambdas/delivery/campaigns.ts';
import type { Addressee } from '../../lambdas/delivery/letters.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { escapeMarkup } from '../../templates/digest/escape.ts';
import type * as Rooms from './bundled-rooms.ts';
import { PUBLICATION, SITE_URL } from './digest-editions.ts';

export type WriteMail = (reader: Addressee) => Uint8Array | Promise<Uint8Array>;

const KEYS = parseLinkKeys('{"current":"k1","k1":"only-for-measuring"}');
const linksOf = personalLinks(KEYS, SITE_URL);
const SLOTS = { unsubscribe: '{{{unsubscribe}}}', preferences: '{{{preferences}}}' };

type RoomsOf = typeof Rooms;

/** As the sender does it: from stored parts, its links signed for this reader. */
export async function ours(
  edition: Edition,
  { renderEdition, storeContent, lettersFrom }: RoomsOf,
): Promise<WriteMail> {
  const { content } = await renderEdition(edition, { publication: PUBLICATION, siteUrl: SITE_URL });
  const objects = objectsInMemory();
  const contentHash = await storeContent(objects, content);
  const campaign = {
    editionId: edition.id,
    publicationId: edition.publicationId,
    contentHash,
    startedAt: edition.composedAt,
  } as CampaignRecord;
  return (await lettersFrom(objects)(campaign, linksOf)).write;
}

/** The HTML compiled once for everybody; links put in by Handlebars, the mail built by nodemailer. */
export async function handlebars(edition: Edition, { renderEdition, joinBlocks }: RoomsOf): Promise<WriteMail> {
  const { content } = await renderEdition(edition, { publication: PUBLICATION, siteUrl: SITE_URL });
  const everything = content.items.map(() => true);
  const html = Handlebars.compile(joinBlocks(content.html, everything, SLOTS));
  const text = Handlebars.compile(joinBlocks(content.text, everything, SLOTS));
  return (reader) => {
    const links = linksOf({ ...reader, publicationId: edition.publicationId });
    return composed(edition, { reader, links, html: html(escaped(links)), text: text(links) });
  };
}

/** Links put into the MJML, which is compiled for each reader. */
export async function mjmlPerReader(edition: Edition, rooms: RoomsOf): Promise<WriteMail> {
  const { content } = await rooms.renderEdition(edition, { publication: PUBLICATION, siteUrl: SITE_URL });
  const given = { publication: PUBLICATION, siteUrl: SITE_URL, slots: SLOTS };
  const mjml = Handlebars.compile(rooms.filledMjml(edition, given));
  const text = Handlebars.compile(
    rooms.joinBlocks(
      content.text,
      content.items.map(() => true),
      SLOTS,
    ),
  );
  return async (reader) => {
    const links = linksOf({ ...reader, publicationId: edition.publicationId });
    const { html } = await mjml2html(mjml(escaped(links)), { fonts: {}, minify: false });
    return composed(edition, { reader, links, html, text: text(links) });
  };
}

type Links = ReturnType<typeof linksOf>;

const escaped = ({ unsubscribe, preferences }: Links): Links => ({
  unsubscribe: escapeMarkup(unsubscribe),
  preferences: escapeMarkup(preferences),
});

function composed(
  { subject }: Edition,
  { reader, links, html, text }: { reader: Addressee; links: Links; html: string; text: string },
): Promise<Uint8Array> {
  const { replyTo, ...from } = PUBLICATION.sender;
  const list = { unsubscribe: { url: links.unsubscribe } };
  return new MailComposer({
    from,
    replyTo,
    to: reader.address,
    subject,
    list,
    html,
    text,
    textEncoding: 'quoted-printable',
  })
    .compile()
    .build();
}
