import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const SYSTEM_BROWSERS = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const QUIET = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For functions with little memory: on some machines the browser ends with the first page that is closed. */
const FRAGILE = '--single-process';

/** A headless Chromium: the machine's own, or the one from the registry that brings all it needs to a bare Linux. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = SYSTEM_BROWSERS.find((path) => path && existsSync(path));
  if (executablePath) return chromium.launch({ executablePath, args: QUIET });
  const { default: packaged } = await import('@sparticuz/chromium');
  const args = [...packaged.args.filter((argument) => argument !== FRAGILE), ...QUIET];
  return chromium.launch({ executablePath: await packaged.executablePath(), args });
}
