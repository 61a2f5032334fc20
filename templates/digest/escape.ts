const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Without what neither XML nor a mail can carry: control characters, and halves of a character. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no place in XML
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '').toWellFormed();
}

/** Makes a value safe as text and as a quoted attribute, in MJML and in HTML. Control characters are dropped. */
export function escapeMarkup(value: string): string {
  return printable(value).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
