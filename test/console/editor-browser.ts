/** A browser without a screen: keeps cookies, follows redirects, and says where its forms come from. */
export class EditorBrowser {
  readonly cookies = new Map<string, string>();
  /** Whole Set-Cookie lines as they came. */
  readonly set: string[] = [];
  /** Where it has been, newest last. */
  readonly visited: string[] = [];
  private readonly site: string;
  private readonly headers: Record<string, string>;

  constructor(site: string, headers: Record<string, string> = { 'accept-language': 'en' }) {
    this.site = site;
    this.headers = headers;
  }

  async open(path: string): Promise<Response> {
    let response = await this.ask(new URL(path, this.site));
    for (let hops = 0; response.status >= 300 && response.status < 400 && hops < 10; hops += 1) {
      response = await this.ask(new URL(response.headers.get('location') ?? '', response.url));
    }
    return response;
  }

  /** One request, no redirect followed. */
  look(path: string): Promise<Response> {
    return this.ask(new URL(path, this.site));
  }

  submit(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.ask(new URL(path, this.site), {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { origin: this.site, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  /** A form with a file. */
  upload(path: string, body: FormData): Promise<Response> {
    return this.ask(new URL(path, this.site), {
      method: 'POST',
      body,
      headers: { origin: this.site, 'sec-fetch-site': 'same-origin' },
    });
  }

  /** What a page's script sends. */
  send(path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string>): Promise<Response> {
    return this.ask(new URL(path, this.site), {
      method: 'POST',
      body,
      headers: { origin: this.site, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  private async ask(url: URL, init: RequestInit = {}): Promise<Response> {
    this.visited.push(url.href);
    const isOurs = url.origin === this.site;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.headers, ...(isOurs && cookie ? { cookie } : {}), ...init.headers };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of isOurs ? response.headers.getSetCookie() : []) this.keep(line);
    return response;
  }

  private keep(line: string): void {
    this.set.push(line);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
