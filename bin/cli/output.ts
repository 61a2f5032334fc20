import cliProgress from 'cli-progress';

/** Where a verb speaks: results on stdout, and with `--json` nothing else there; all else on stderr. */
export interface Output {
  isJson: boolean;
  /** The result: as JSON, or as lines for people. */
  result(value: unknown, lines: () => string[]): void;
  /** Text that is itself the result. */
  text(text: string): void;
  /** For people, beside the result. */
  note(line: string): void;
  /** A bar on a terminal, silent elsewhere. */
  progress(label: string, total: number): Progress;
}

export interface Progress {
  update(done: number, total?: number): void;
  stop(): void;
}

export function output(isJson: boolean): Output {
  return {
    isJson,
    result: (value, lines) => {
      const text = isJson ? JSON.stringify(value) : lines().join('\n');
      if (text) process.stdout.write(`${text}\n`);
    },
    text: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    progress: (label, total) => (process.stderr.isTTY ? bar(label, total) : { update() {}, stop() {} }),
  };
}

function bar(label: string, total: number): Progress {
  const shown = new cliProgress.SingleBar(
    { format: `${label} {bar} {value}/{total}`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    cliProgress.Presets.shades_classic,
  );
  shown.start(total, 0);
  return {
    update: (done, newTotal) => {
      if (newTotal !== undefined) shown.setTotal(newTotal);
      shown.update(done);
    },
    stop: () => shown.stop(),
  };
}

/** Rows as aligned columns; the last one may be as long as it likes. */
export function columns(rows: string[][]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, at) => Math.max(widest[at] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row.map((cell, at) => (at < row.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell)).join('  '),
  );
}

/** A time for people: local to the machine, to the minute. */
export function moment(iso: string | null): string {
  if (!iso) return '-';
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso));
}
