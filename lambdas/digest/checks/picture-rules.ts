/** Pictures as the mail names them; what is behind their addresses is for {@link ./address-rules.ts}. */
import { type Finding, finding, shown } from './finding.ts';
import type { MailUnderCheck } from './mail-under-check.ts';

/** Outlook for Windows shows none of these. */
const NOT_EVERYWHERE = /\.(svg|webp|avif)$/i;

export function pictureFindings(mail: MailUnderCheck): Finding[] {
  const { page } = mail;
  return page('img')
    .toArray()
    .flatMap((image) => {
      const address = page(image).attr('src')?.trim() ?? '';
      const found = { address: shown(address) };
      return [
        ...(page(image).attr('alt') === undefined ? [finding('image-alt-missing', found)] : []),
        ...(/^\d+$/.test(page(image).attr('width') ?? '') ? [] : [finding('image-width-missing', found)]),
        ...(isOurs(address, mail) || !/^http:/i.test(address) ? [] : [finding('image-insecure', found)]),
        ...formatFindings(address),
      ];
    });
}

const isOurs = (address: string, { siteUrl }: MailUnderCheck) => address.startsWith(`${siteUrl}/`);

function formatFindings(address: string): Finding[] {
  const format = NOT_EVERYWHERE.exec(URL.parse(address)?.pathname ?? '')?.[1];
  return format ? [finding('image-format', { address: shown(address), format: format.toUpperCase() })] : [];
}
