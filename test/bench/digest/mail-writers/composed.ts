import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { editionNumber } from '../../../../lambdas/delivery/edition-number.ts';
import { escapeMarkup } from '../../../../templates/digest/escape.ts';
import type { Letter } from './letter.ts';
import { linksOf, type Reader } from './turns.ts';

type Links = ReturnType<typeof linksOf>;

/** A reader's links as they stand in the text, and in HTML. */
export function linksIn(
  { subscriberId }: Reader,
  { publicationId, editionId }: Letter,
): { links: Links; inHtml: Links } {
  const links = linksOf({ subscriberId, publicationId, edition: editionNumber(editionId) });
  const { unsubscribe, preferences } = links;
  return { links, inHtml: { unsubscribe: escapeMarkup(unsubscribe), preferences: escapeMarkup(preferences) } };
}

/** The mail as nodemailer builds it for each reader. */
export function composed(
  { subject, sender: { replyTo, ...from } }: Letter,
  { to, unsubscribe, html, text }: { to: string; unsubscribe: string; html: string; text: string },
): Promise<Buffer> {
  const list = { unsubscribe: { url: unsubscribe } };
  return new MailComposer({ from, replyTo, to, subject, list, html, text, textEncoding: 'quoted-printable' })
    .compile()
    .build();
}
