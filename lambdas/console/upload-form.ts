/**
 * Takes the upload form over, so that a large file goes in pieces. It runs in the editor's browser, where it is served as
 * text (upload-script.ts): it names nothing outside itself, says nothing of its own, and shows what the page has ready.
 */
import type { sendPieces } from './upload-pieces.ts';

interface Piece {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface ChosenFile extends Piece {
  readonly name: string;
  slice(from: number, to: number): Piece;
}

interface PageElement {
  hidden: boolean;
  textContent: string | null;
  value: number;
  action: string;
  dataset: Record<string, string | undefined>;
  files: ArrayLike<ChosenFile> | null;
  querySelector(selector: string): PageElement | null;
  addEventListener(type: string, listener: (event: { preventDefault(): void }) => void): void;
  submit(): void;
}

interface Answer {
  ok: boolean;
  status: number;
  type: string;
  json(): Promise<{ home?: string; problem?: string }>;
}

/** What of a browser's window is used. */
export interface BrowserWindow {
  document: { querySelector(selector: string): PageElement | null };
  fetch(url: string, init: { method: string; redirect: string; headers: object; body: unknown }): Promise<Answer>;
  crypto: { subtle?: { digest(algorithm: string, bytes: ArrayBuffer): Promise<ArrayBuffer> } };
  setTimeout(act: () => void, milliseconds: number): unknown;
  addEventListener(type: string, listener: () => void): void;
}

export function takeOverUpload(window: BrowserWindow, inPieces: typeof sendPieces): void {
  const form = window.document.querySelector('#upload');
  const panel = window.document.querySelector('#sending');
  const bar = panel?.querySelector('progress');
  const percent = panel?.querySelector('output');
  const input = form?.querySelector('input[type=file]');
  const end = panel?.querySelector('form.end');
  const cancel = panel?.querySelector('form.cancel');
  if (!form || !panel || !bar || !percent || !input || !end || !cancel) return;

  let home = form.dataset.home ?? '';
  let isBusy = false;
  const noted = (form.dataset.known ?? '').split(',').filter(Boolean);
  const known = new Map(noted.map((one): [number, string] => [Number.parseInt(one, 10), one.split(':')[1] ?? '']));
  const pieceBytes = Number(form.dataset.pieceBytes);
  for (const name of ['.scripted', '.plain']) {
    const hint = form.querySelector(name);
    if (hint) hint.hidden = name === '.plain';
  }

  const say = (state: string, text?: string) => {
    for (const other of ['going', 'lost', 'signed-out', 'refused', 'other-file', 'too-large']) {
      const line = panel.querySelector(`.${other}`);
      if (!line) continue;
      line.hidden = other !== state;
      if (other === state && text) line.textContent = text;
    }
    const again = panel.querySelector('.again');
    if (again) again.hidden = state !== 'lost' && state !== 'signed-out';
    // A file that cannot go is followed by another one.
    form.hidden = state === 'going' || state === 'lost' || state === 'signed-out';
    cancel.hidden = home === '';
    bar.hidden = !form.hidden;
    percent.hidden = bar.hidden;
    panel.hidden = false;
    const before = window.document.querySelector('.unsent');
    if (before) before.hidden = true;
  };

  const post = (url: string, body: unknown, type: string) =>
    window.fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': type, accept: 'application/json' },
      body,
    });

  const kindOf = ({ ok, status, type }: Answer) => {
    if (ok) return 'taken';
    // The way to the sign-in is the only one that leads elsewhere.
    if (type === 'opaqueredirect' || status === 401) return 'signed-out';
    return status >= 500 || status === 408 || status === 429 ? 'again' : 'refused';
  };

  const refuse = async (answer: Answer) => {
    const { problem } = await answer.json().catch(() => ({ problem: undefined }));
    home = '';
    known.clear();
    say('refused', problem);
  };

  const begin = async (file: ChosenFile) => {
    const wish = new URLSearchParams({ name: file.name, size: String(file.size) });
    const answer = await post(form.action, String(wish), 'application/x-www-form-urlencoded');
    const kind = kindOf(answer);
    if (kind === 'refused') await refuse(answer);
    else if (kind !== 'taken') say(kind === 'again' ? 'lost' : kind);
    else home = (await answer.json()).home ?? '';
  };

  const sendOne = async (n: number, piece: Piece) => {
    const answer = await post(`${home}/parts/${n}`, piece, 'application/octet-stream').catch(() => undefined);
    if (!answer) return 'again';
    const kind = kindOf(answer);
    if (kind === 'refused') await refuse(answer);
    return kind;
  };

  const hash = async (piece: Piece) => {
    const digest = await window.crypto.subtle?.digest('SHA-256', await piece.arrayBuffer());
    return digest && [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };

  const onSent = (file: ChosenFile) => (bytes: number) => {
    bar.value = Math.floor((bytes / file.size) * 100);
    percent.textContent = `${bar.value} %`;
  };

  const send = async (file: ChosenFile) => {
    say('going');
    if (!home) await begin(file);
    if (!home) return;
    say('going');
    end.action = `${home}/end`;
    cancel.action = `${home}/cancel`;
    const wait = (seconds: number) =>
      new Promise<void>((resolve) => {
        window.setTimeout(resolve, seconds * 1000);
        window.addEventListener('online', resolve);
      });
    const outcome = await inPieces(file, { pieceBytes, known, send: sendOne, hash, wait, onSent: onSent(file) });
    if (outcome === 'sent') end.submit();
    else if (outcome !== 'refused') say(outcome);
  };

  const start = async () => {
    const file = input.files?.[0];
    if (!file || isBusy) return;
    const { bytes, mostBytes } = form.dataset;
    if (file.size > Number(mostBytes)) return say('too-large');
    if (home && bytes && Number(bytes) !== file.size) return say('other-file');
    isBusy = true;
    await send(file).catch(() => say('lost'));
    isBusy = false;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void start();
  });
  panel.querySelector('.again')?.addEventListener('click', () => void start());
}
