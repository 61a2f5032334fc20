const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Makes a value safe as text and as a quoted attribute, in MJML and in HTML. Control characters are dropped. */
export function escapeMarkup(value: string): string {
  return (
    value
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no place in XML
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '')
      .toWellFormed()
      .replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
  );
}
