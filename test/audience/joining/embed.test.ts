import { load } from 'cheerio';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Answer, House, posted } from '../house.ts';
import { ADA, aPublication, MONDAY } from '../samples.ts';

let house: House;
beforeEach(() => {
  house = new House();
  house.digests = [
    { cadence: 'daily', topics: [] },
    { cadence: 'weekly', topics: [] },
  ];
});
const ada = () => house.audience.subscriptions.find('ruhr', ADA.subscriberId);
const proofs = () => house.audience.proofs.list('ruhr', ADA.subscriberId);

/** What somebody copies for their website. */
async function snippet(publication = 'ruhr'): Promise<string> {
  return load((await house.ask(`/subscribe/${publication}/embed`)).body)('#snippet').text();
}

/** Fills in the copied form as a browser does that knows no scripts, on a page of another website. */
async function sendFrom(html: string, typed: Record<string, string>, referer?: string): Promise<Answer> {
  const page = load(html);
  const form = new URLSearchParams();
  for (const field of page('input').toArray()) {
    const { name = '', type, value = '', checked } = field.attribs;
    if (type === 'hidden' || (type === 'radio' && checked !== undefined && !(name in typed))) form.append(name, value);
  }
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  const { method, body, headers } = posted(form);
  const action = page('form').attr('action') ?? '';
  return house.ask(action, { method, body, headers: { ...headers, ...(referer ? { Referer: referer } : {}) } });
}

describe('the page with the form for other websites', () => {
  it.each([
    { publication: 'ruhr', says: ['„Bildungsnetz Ruhr“ auf Ihrer Website', 'HTML zum Kopieren', 'Vorschau'] },
    { publication: 'courier', says: ['“The Night Courier” on your website', 'HTML to copy', 'Preview'] },
  ])('of $publication shows what to copy and what it looks like', async ({ publication, says }) => {
    const { status, body, headers } = await house.ask(`/subscribe/${publication}/embed`);
    expect(status).toBe(200);
    for (const words of says) expect(body).toContain(words);
    const page = load(body);
    expect(page('.preview[inert] form').html()).toBe(load(await snippet(publication))('form').html());
    expect(headers['content-security-policy']).not.toMatch(/https?:\/\//);
  });

  it('is not there for a publication that does not exist', async () => {
    expect((await house.ask('/subscribe/nowhere/embed')).status).toBe(404);
  });

  it('leads to the privacy notice, as the form of our own does', async () => {
    const { find, list } = house.deps.publications;
    const privacyNotice = 'https://bildungsnetz.example/datenschutz';
    house.deps.publications = {
      list,
      find: async (id) => ({ ...((await find(id)) ?? aPublication()), privacyNotice }),
    };
    expect(load(await snippet())(`a[href="${privacyNotice}"]`).text()).toBe('Datenschutzerklärung');
    expect(load((await house.ask('/subscribe/ruhr')).body)(`a[href="${privacyNotice}"]`).text()).toBe(
      'Datenschutzerklärung',
    );
  });

  it('is found from the form', async () => {
    expect((await house.ask('/subscribe/ruhr')).body).toContain('href="/subscribe/ruhr/embed"');
  });
});

describe('the form for other websites', () => {
  it('is plain HTML with topics, pace, a trap and the words of consent', async () => {
    const html = await snippet();
    const form = load(html);
    expect(html).not.toMatch(/<script|style=|<style|onsubmit|javascript:|http-equiv/i);
    expect(form('form').attr()).toMatchObject({
      action: 'https://letters.example/subscribe/ruhr',
      method: 'post',
      lang: 'de',
    });
    expect(
      form('input[name=topic]')
        .map((_, input) => form(input).val())
        .get(),
    ).toEqual(['schule', 'kita', 'termine']);
    expect(
      form('input[name=cadence]')
        .map((_, input) => form(input).val())
        .get(),
    ).toEqual(['daily', 'weekly']);
    expect(form('input[name=cadence][checked]').val()).toBe('weekly');
    expect(form('[hidden] input[name=homepage]')).toHaveLength(1);
    expect(form('small').last().text()).toContain('kann ich jederzeit für die Zukunft widerrufen');
    expect(load(await snippet('courier'))('button').text()).toBe('Subscribe');
  });

  it('asks for no pace where there is no choice', async () => {
    house.digests = [{ cadence: 'daily', topics: [] }];
    const html = await snippet();
    expect(html).not.toContain('name="cadence"');
    await sendFrom(html, { address: 'ada@reader.example' });
    await house.deliver();
    expect(await ada()).toMatchObject({ cadence: 'daily' });
  });

  it('cannot be broken out of by what editors write', async () => {
    const hostile = aPublication({
      title: '</textarea><script>alert(1)</script>',
      topics: [{ id: 'x', title: '"><img src=x onerror=alert(1)>', words: [] }],
    });
    Object.assign(house.deps, { publications: { find: async () => hostile } });
    const { body } = await house.ask('/subscribe/ruhr/embed');
    const page = load(body);
    expect(page('img, script')).toHaveLength(1);
    expect(page('script').text()).not.toContain('alert');
    const copied = load(page('#snippet').text());
    expect(copied('img, script')).toHaveLength(0);
    expect(copied('small').last().text()).toContain('</textarea><script>alert(1)</script>');
  });

  it('takes a sign-up without any cookie or ticket, after the time a person needs', async () => {
    const answer = await sendFrom(
      await snippet(),
      { address: 'ada@reader.example', topic: 'kita', cadence: 'daily' },
      'https://schule.example/aktuelles/?utm_source=x&name=Ada#form',
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Bitte schauen Sie in Ihr Postfach');
    expect(house.waited).toEqual([2000]);
    await house.deliver();
    expect(await ada()).toMatchObject({
      status: 'pending',
      topics: ['kita'],
      cadence: 'daily',
      origin: 'embedded',
      requestedAt: MONDAY,
    });
    const [requested] = await proofs();
    expect(requested).toMatchObject({ kind: 'requested', page: 'https://schule.example/aktuelles/' });
    expect(requested?.wording).toMatchObject({ version: '2026-11b-de-chosen', title: 'Bildungsnetz Ruhr' });
  });

  it.each([
    { referer: 'https://schule.example/', page: 'https://schule.example/' },
    { referer: 'http://me:secret@schule.example:8080/a/b', page: 'http://schule.example:8080/a/b' },
    { referer: 'https://schule.example/users/ada@reader.example/', page: 'https://schule.example/' },
    { referer: 'https://schule.example/users/ada%40reader.example/', page: 'https://schule.example/' },
    { referer: `https://schule.example/${'x'.repeat(1000)}`, page: `https://schule.example/${'x'.repeat(277)}` },
    { referer: 'file:///home/ada/form.html', page: undefined },
    { referer: 'nonsense', page: undefined },
    { referer: undefined, page: undefined },
  ])('proves its page as $page when the browser says $referer', async ({ referer, page }) => {
    await sendFrom(await snippet(), { address: 'ada@reader.example' }, referer);
    await house.deliver();
    expect((await proofs())[0]?.page).toBe(page);
  });

  it('leads to our form, filled in, when its words are not today’s', async () => {
    const old = await snippet();
    house.digests = [{ cadence: 'weekly', topics: [] }];
    const { status, body } = await sendFrom(old, { address: 'ada@reader.example', topic: 'kita' });
    expect(status).toBe(400);
    expect(body).toContain('nicht mehr aktuell');
    expect(body).toContain('value="ada@reader.example"');
    expect(body).toMatch(/value="kita" checked/);
    expect(body).toContain('name="shown"');
    expect(house.queue.sent).toEqual([]);
  });

  it('leads to our form when the address is none, and the second try is one of our form', async () => {
    const { status, body } = await sendFrom(await snippet(), { address: 'ada@' });
    expect(status).toBe(400);
    expect(body).toContain('sieht so aus: name@example.org');
    await sendFrom(body, { address: 'ada@reader.example' }, 'https://letters.example/subscribe/ruhr');
    await house.deliver();
    expect(await ada()).toMatchObject({ origin: 'form' });
    expect((await proofs())[0]).toMatchObject({ page: 'https://letters.example/subscribe/ruhr' });
  });

  it('is told what everybody is told when a robot filled it in', async () => {
    const html = await snippet();
    const honest = await sendFrom(html, { address: 'ada@reader.example' });
    const robot = await sendFrom(html, { address: 'bob@reader.example', homepage: 'https://spam.example' });
    expect(robot).toEqual(honest);
    expect(house.queue.sent).toHaveLength(1);
  });
});
