/** Pictures as the mail names them; what is behind their addresses is for {@link ./address-rules.ts}. */
import { picturesOf } from './address-rules.ts';
import { type Finding, finding, shown } from './finding.ts';
import type { MailUnderCheck } from './mail-under-check.ts';

/** Outlook for Windows shows none of these. */
const NOT_EVERYWHERE = /\.(svg|webp|avif)$/i;

export function pictureFindings(mail: MailUnderCheck): Finding[] {
  const { page } = mail;
  const marks = page('img')
    .toArray()
    .flatMap((image) => {
      const found = { address: shown(page(image).attr('src') ?? '') };
      return [
        ...(page(image).attr('alt') === undefined ? [finding('image-alt-missing', found)] : []),
        ...(/^\d+$/.test(page(image).attr('width') ?? '') ? [] : [finding('image-width-missing', found)]),
      ];
    });
  const addresses = picturesOf(mail).flatMap((address) => [
    ...(isOurs(address, mail) || !/^http:/i.test(address)
      ? []
      : [finding('image-insecure', { address: shown(address) })]),
    ...formatFindings(address),
  ]);
  return [...marks, ...addresses];
}

const isOurs = (address: string, { siteUrl }: MailUnderCheck) => address.startsWith(`${siteUrl}/`);

function formatFindings(address: string): Finding[] {
  const format = NOT_EVERYWHERE.exec(URL.parse(address)?.pathname ?? '')?.[1];
  return format ? [finding('image-format', { address: shown(address), format: format.toUpperCase() })] : [];
}
