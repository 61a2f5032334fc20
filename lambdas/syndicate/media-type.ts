/** What a file's ending says of it, for publishers who do not say it themselves. */
const TYPES: Record<string, string> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  aac: 'audio/aac',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  webm: 'video/webm',
  epub: 'application/epub+zip',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

/** @param kind - only types that begin with this word */
export function mediaTypeOf(address: string, kind = ''): string | undefined {
  const ending = /\.([a-z0-9]{2,5})$/i.exec(URL.parse(address)?.pathname ?? '')?.[1]?.toLowerCase();
  const type = ending && TYPES[ending];
  return type?.startsWith(kind) ? type : undefined;
}
