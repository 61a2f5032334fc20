/** Of an edition in its publication: by it the audience counts who leaves by its mails. Undefined for an id that has none. */
export function editionNumber(editionId: string): number | undefined {
  const [, number] = /-(\d{1,9})$/.exec(editionId) ?? [];
  return number === undefined ? undefined : Number(number);
}
