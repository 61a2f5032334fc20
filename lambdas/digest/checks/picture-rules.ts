/** Pictures as the mail names them; what is behind their addresses is for {@link ./address-rules.ts}. */
import { type Finding, finding } from './finding.ts';
import type { MailUnderCheck } from './mail-under-check.ts';
import { pictureAt, picturesOf } from './pictures.ts';

/** Outlook for Windows shows none of these. */
const NOT_EVERYWHERE = /\.(svg|webp|avif)$/i;

export function pictureFindings(mail: MailUnderCheck): Finding[] {
  const { page } = mail;
  const marks = page('img')
    .toArray()
    .flatMap((image) => {
      const found = pictureAt(page(image).attr('src') ?? '', mail);
      return [
        ...(page(image).attr('alt') === undefined ? [finding('image-alt-missing', found)] : []),
        ...(/^\d+$/.test(page(image).attr('width') ?? '') ? [] : [finding('image-width-missing', found)]),
      ];
    });
  const addresses = picturesOf(mail).flatMap((address) => [
    ...(isOurs(address, mail) || !/^http:/i.test(address) ? [] : [finding('image-insecure', pictureAt(address, mail))]),
    ...formatFindings(address, mail),
  ]);
  return [...marks, ...addresses];
}

const isOurs = (address: string, { siteUrl }: MailUnderCheck) => address.startsWith(`${siteUrl}/`);

function formatFindings(address: string, mail: MailUnderCheck): Finding[] {
  const format = NOT_EVERYWHERE.exec(URL.parse(address)?.pathname ?? '')?.[1];
  return format ? [finding('image-format', { ...pictureAt(address, mail), format: format.toUpperCase() })] : [];
}
