/** What differs between the places this stack runs at. Everything else is the same everywhere. */
export interface Stage {
  name: string;
  /** Domain that SES may send from; its DNS records are in docs/deploy.md. */
  mailDomain: string;
  /** The site's own name, or empty for the one CloudFront gives; needs a certificate in us-east-1. */
  siteDomain: string;
  siteCertificateArn: string;
  /** Which addresses that are not public the fetcher may ask: none in the cloud, the own machine on a laptop. */
  allowedPrivateNetworks: 'none' | 'loopback';
  /** Shown to publishers in the fetcher's User-Agent. */
  contactUrl: string;
  /** Pace of all campaigns together, at most: they go at eight tenths of what SES lets the account send. */
  sendsPerSecond: number;
  /** First day (UTC, `2026-12-01`) of a mail domain that is new, and sends more day by day; empty for one that is known. */
  warmUpFrom: string;
  /** How long an unknown outcome waits for evidence. */
  reconcileAfterSeconds: number;
  /** How long SES's events are gathered before they are recorded: the longer, the fewer writes, and the later they are seen. */
  eventsGatheredSeconds: number;
  /** What becomes of it once events are proven to come through: sent once more, or left to an editor. */
  whenSilent: 'resend' | 'hold';
  /** WebSub hub that is told of changed feeds and named in them, or empty for none. */
  webSubHub: string;
  /** Publication whose feeds old addresses at the root mean (`/feed/`, `/rss`), or empty for none. */
  homePublication: string;
  /**
   * A service that checks whether a person fills in the form to subscribe, compatible with Cloudflare's Turnstile: its
   * public key, the address of its script, and where an answer is verified. All empty: none is asked.
   */
  botCheckSiteKey: string;
  botCheckScriptUrl: string;
  botCheckVerifyUrl: string;
  /** True keeps tables, buckets and keys when the stack is deleted. */
  keepsData: boolean;
}

/** A mistake of the one who deploys, in one sentence. */
export class StageError extends Error {
  override name = 'StageError';
}

/** Lambda waits no longer for a batch. */
const MOST_SECONDS_GATHERED = 300;

const NO_BOT_CHECK = { botCheckSiteKey: '', botCheckScriptUrl: '', botCheckVerifyUrl: '' };

const stages: Record<string, Omit<Stage, 'name'>> = {
  local: {
    mailDomain: 'rundbrief.example',
    siteDomain: '',
    siteCertificateArn: '',
    allowedPrivateNetworks: 'loopback',
    contactUrl: 'http://127.0.0.1/',
    sendsPerSecond: 50,
    warmUpFrom: '',
    reconcileAfterSeconds: 15 * 60,
    // Nobody wants to wait for figures on a laptop, where writes cost nothing.
    eventsGatheredSeconds: 5,
    whenSilent: 'resend',
    webSubHub: '',
    homePublication: '',
    ...NO_BOT_CHECK,
    keepsData: true,
  },
  dev: {
    mailDomain: 'mail-dev.example.org',
    siteDomain: '',
    siteCertificateArn: '',
    allowedPrivateNetworks: 'none',
    contactUrl: 'https://www.example.org/rundbrief',
    // The SES sandbox allows one a second.
    sendsPerSecond: 1,
    warmUpFrom: '',
    reconcileAfterSeconds: 15 * 60,
    eventsGatheredSeconds: 60,
    whenSilent: 'resend',
    webSubHub: '',
    homePublication: '',
    ...NO_BOT_CHECK,
    keepsData: false,
  },
  prod: {
    mailDomain: 'mail.example.org',
    siteDomain: '',
    siteCertificateArn: '',
    allowedPrivateNetworks: 'none',
    contactUrl: 'https://www.example.org/rundbrief',
    sendsPerSecond: 12,
    warmUpFrom: '',
    reconcileAfterSeconds: 15 * 60,
    eventsGatheredSeconds: 60,
    whenSilent: 'resend',
    webSubHub: '',
    homePublication: '',
    ...NO_BOT_CHECK,
    keepsData: true,
  },
};

/**
 * A stage by name, with single settings changed by the one who deploys (`cdk deploy -c mailDomain=news.example.net`).
 *
 * @throws StageError listing the stages when there is none of this name, or naming a setting that is not what it must be
 */
export function stageNamed(name: string, changes: Record<string, unknown> = {}): Stage {
  const stage = stages[name];
  if (!stage) throw new StageError(`There is no stage "${name}"; there are: ${Object.keys(stages).join(', ')}`);
  return checked({ name, ...stage, ...changesOf(stage, changes) });
}

function checked(stage: Stage): Stage {
  const { webSubHub, homePublication, warmUpFrom, eventsGatheredSeconds } = stage;
  if (webSubHub && !isWebAddress(webSubHub, stage)) {
    throw new StageError(`The setting webSubHub must be an https address or empty, not "${webSubHub}"`);
  }
  if (homePublication && !/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(homePublication)) {
    throw new StageError(`The setting homePublication must be a publication's id or empty, not "${homePublication}"`);
  }
  if (warmUpFrom && !isDay(warmUpFrom)) {
    throw new StageError(`The setting warmUpFrom must be a day such as 2026-12-01 or empty, not "${warmUpFrom}"`);
  }
  if (eventsGatheredSeconds > MOST_SECONDS_GATHERED) {
    throw new StageError(
      `The setting eventsGatheredSeconds must be at most ${MOST_SECONDS_GATHERED}, not ${eventsGatheredSeconds}`,
    );
  }
  checkBotCheck(stage);
  return stage;
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

function checkBotCheck(stage: Stage): void {
  const settings = ['botCheckSiteKey', 'botCheckScriptUrl', 'botCheckVerifyUrl'] as const;
  const missing = settings.filter((setting) => stage[setting] === '');
  if (missing.length === settings.length) return;
  if (missing.length > 0) throw new StageError(`A bot check also needs the setting ${missing.join(' and ')}`);
  for (const setting of settings.slice(1)) {
    const address = stage[setting];
    if (isWebAddress(address, stage)) continue;
    throw new StageError(`The setting ${setting} must be an https address or empty, not "${address}"`);
  }
  // It becomes part of the page.
  if (!/^[\w.-]{1,200}$/.test(stage.botCheckSiteKey)) {
    throw new StageError(
      `The setting botCheckSiteKey is not the public key of a bot check: "${stage.botCheckSiteKey}"`,
    );
  }
}

/** Such an address also stands in headers. A laptop may have services of its own. */
function isWebAddress(address: string, { allowedPrivateNetworks }: Stage): boolean {
  const url = /^[^\s<>"]+$/.test(address) ? URL.parse(address) : null;
  if (!url || url.username || url.password || url.hash) return false;
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return isLoopback
    ? allowedPrivateNetworks === 'loopback' && /^https?:$/.test(url.protocol)
    : url.protocol === 'https:';
}

function changesOf(stage: Omit<Stage, 'name'>, changes: Record<string, unknown>): Partial<Stage> {
  const read = Object.entries(stage)
    .filter(([setting]) => changes[setting] !== undefined)
    .map(([setting, current]) => {
      const given = String(changes[setting]);
      if (typeof current === 'boolean') return [setting, given === 'true'];
      if (typeof current === 'string') return [setting, given];
      const number = Number(given);
      if (!(number > 0)) throw new StageError(`The setting ${setting} must be a number above 0, not "${given}"`);
      return [setting, number];
    });
  return Object.fromEntries(read);
}
