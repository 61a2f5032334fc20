/**
 * An address as people type it, or copy it from a reader: without a scheme it is https, and `feed:` is no scheme of its own.
 *
 * Whether it is an address at all is for `sourceAddress` to say.
 */
export function typedAddress(text: string): string {
  const typed = text.trim().replace(/^feed:(?:\/\/)?/i, '');
  return /^[a-z][a-z\d+.-]*:(?!\d+(?:\/|$))/i.test(typed) ? typed : `https://${typed.replace(/^\/\//, '')}`;
}
