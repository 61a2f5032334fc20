/** What a reader does at our pages, by hand. */
import { load } from 'cheerio';
import type { Journey } from './local-run.ts';

/** Opens the form, takes the time a person takes, and sends it back. */
export async function signUp({ url }: Pick<Journey, 'url'>, email: string, publication = 'schule'): Promise<Response> {
  const address = `${url}/subscribe/${publication}`;
  const html = await (await fetch(address)).text();
  const fields = new URLSearchParams();
  for (const { attribs } of load(html)('form input[name]').toArray()) {
    const { name = '', type, value = '' } = attribs;
    if (type === 'email') fields.set(name, email);
    else if (type === 'hidden') fields.set(name, value);
    else if (type === 'checkbox' && 'required' in attribs) fields.set(name, value || 'on');
    else if (type === 'radio' && 'checked' in attribs) fields.set(name, value);
  }
  // Who is faster is taken for a machine.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  return fetch(address, { method: 'POST', body: fields });
}

export function confirmLinkIn(text: string | undefined): string {
  const [link] = /http\S+\/confirm\?t=\S+/.exec(text ?? '') ?? [];
  if (!link) throw new Error(`There is no confirmation link in: ${text}`);
  return link;
}
