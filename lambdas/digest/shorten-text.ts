/** Cuts at a blank where there is one, and says so with an ellipsis. */
export function shortenText(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const cut = characters.slice(0, most - 1).join('');
  const blank = cut.lastIndexOf(' ');
  return `${(blank > most / 2 ? cut.slice(0, blank) : cut).replace(/[\s,;:–-]+$/u, '')}…`;
}
