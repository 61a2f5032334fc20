/** What is behind a mail's links and pictures, as far as it was looked at. */
import type { AddressLook } from '../../ingest/index.ts';
import { type Finding, finding, type Picture, shown, type Why } from './finding.ts';
import { linksOf, type MailUnderCheck } from './mail-under-check.ts';
import { pictureAt, picturesOf } from './pictures.ts';

/** By address; what was not looked at is not in it. */
export interface AddressFacts {
  looks: ReadonlyMap<string, AddressLook>;
  /** How many addresses there was no time for. */
  unchecked: number;
}

/** Of one picture. */
export const MOST_IMAGE_BYTES = 1_000_000;

/** What a mail leads to and shows, each once, pictures first: those without a picture see a hole. */
export function addressesOf(mail: MailUnderCheck): string[] {
  const { slots, siteUrl } = mail;
  const personal = new Set<string>(Object.values(slots));
  const isStrange = (address: string) =>
    !personal.has(address) &&
    // Its archive page and its calendar files come into being when it goes out; the map's search is ours, too.
    !address.startsWith(`${siteUrl}/`) &&
    !address.startsWith('https://www.openstreetmap.org/search?');
  const links = linksOf(mail).map(({ href }) => href);
  return [...new Set([...picturesOf(mail), ...links.filter(isStrange)])].filter(
    (address) => /^https?:\/\//i.test(address) && URL.canParse(address),
  );
}

export function addressFindings(mail: MailUnderCheck, { looks, unchecked }: AddressFacts): Finding[] {
  const pictures = picturesOf(mail);
  const links = Map.groupBy(linksOf(mail), ({ href }) => href);
  return [
    ...pictures.flatMap((address) => pictureFindings(pictureAt(address, mail), address, looks.get(address))),
    ...[...links].flatMap(([address, [first]]) => linkFindings(address, first?.name ?? '', looks.get(address))),
    ...(unchecked > 0 ? [finding('addresses-unchecked', { count: unchecked })] : []),
  ];
}

function pictureFindings(picture: Picture, url: string, look: AddressLook | undefined): Finding[] {
  if (!look) return [];
  if (look.kind === 'downgraded') return [finding('image-insecure', picture)];
  if (look.kind !== 'found')
    return [finding(look.kind === 'gone' ? 'image-dead' : 'image-unsure', { ...picture, why: why(look) })];
  const format = formatOf(look.beginning);
  if (!format) return [finding('image-none', { ...picture, type: shown(look.contentType ?? '') })];
  return [
    ...(NOT_EVERYWHERE.has(format) && !url.toLowerCase().includes(`.${format.toLowerCase()}`)
      ? [finding('image-format', { ...picture, format })]
      : []),
    ...(look.bytes > MOST_IMAGE_BYTES
      ? [finding('image-too-large', { ...picture, kilobytes: Math.round(look.bytes / 1000) })]
      : []),
  ];
}

function linkFindings(url: string, name: string, look: AddressLook | undefined): Finding[] {
  const found = { text: shown(name), address: shown(url) };
  if (look?.kind === 'downgraded') return [finding('link-downgraded', found)];
  if (look?.kind === 'gone') return [finding('link-dead', { ...found, why: why(look) })];
  return look?.kind === 'unclear' ? [finding('link-unsure', { ...found, why: why(look) })] : [];
}

const why = ({ why: reason, status }: Extract<AddressLook, { kind: 'gone' | 'unclear' }>): Why =>
  reason === 'status' ? `status-${status ?? 0}` : reason;

/** Outlook for Windows shows none of these. */
const NOT_EVERYWHERE = new Set(['SVG', 'WEBP', 'AVIF']);
const SIGNATURES: [string, RegExp][] = [
  ['PNG', /^\x89PNG/],
  ['JPEG', /^\xff\xd8\xff/],
  ['GIF', /^GIF8/],
  ['WEBP', /^RIFF[\s\S]{4}WEBP/],
  ['AVIF', /^[\s\S]{4}ftyp(avif|avis|heic|mif1)/],
  ['BMP', /^BM/],
];

/** By its first bytes: servers call pictures many things. */
function formatOf(beginning: Uint8Array): string | undefined {
  const text = Buffer.from(beginning).toString('latin1');
  const isDrawing = /<svg[\s>]/i.test(text) && !/<html[\s>]|<!doctype html/i.test(text);
  return isDrawing ? 'SVG' : SIGNATURES.find(([, signature]) => signature.test(text))?.[0];
}
