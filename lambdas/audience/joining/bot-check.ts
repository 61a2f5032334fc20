/**
 * Whether a person fills in the form, as a service says it: Cloudflare's Turnstile, or any other that speaks its protocol
 * (a widget that puts `cf-turnstile-response` into the form, and an address that says what it is worth).
 *
 * It is one brake of several and none that may stop everybody: when the service cannot say, the sign-up passes.
 */
import * as z from 'zod';
import { log } from '../../platform/log.ts';

/** The field in which the widget leaves its answer. */
export const BOT_CHECK_FIELD = 'cf-turnstile-response';

const MOST_MILLISECONDS = 3_000;
const MOST_CHARACTERS = 2_048;

/** What of its answers is about the visitor; every other one is about us or the service. */
const VISITORS_FAULTS = ['missing-input-response', 'invalid-input-response', 'timeout-or-duplicate'];

const verdict = z.object({ success: z.boolean(), 'error-codes': z.array(z.string().max(100)).default([]) });

export interface BotCheck {
  /** Public half of the key: the widget carries it. */
  siteKey: string;
  /** Where the widget's script comes from; this host alone may run scripts and show frames on the form. */
  scriptUrl: string;
  /** @param response - what the widget left in the form; @param remoteip - who sent it */
  isPassed(response: string, remoteip: string): Promise<boolean>;
}

interface BotCheckSettings extends Pick<BotCheck, 'siteKey' | 'scriptUrl'> {
  verifyUrl: string;
  secret: () => Promise<string>;
}

export function botCheck({ siteKey, scriptUrl, verifyUrl, secret }: BotCheckSettings): BotCheck {
  return {
    siteKey,
    scriptUrl,
    async isPassed(response, remoteip) {
      if (response === '' || response.length > MOST_CHARACTERS) return false;
      try {
        const { success, 'error-codes': codes } = await askService(verifyUrl, {
          secret: await secret(),
          response,
          remoteip,
        });
        if (success || codes.some((code) => VISITORS_FAULTS.includes(code))) return success;
        log.warn('The bot check takes none of our questions; sign-ups pass without it', { codes });
      } catch (error) {
        log.warn('The bot check does not answer; sign-ups pass without it', {
          error: error instanceof Error ? error.name : String(error),
        });
      }
      return true;
    },
  };
}

async function askService(url: string, question: Record<string, string>): Promise<z.infer<typeof verdict>> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(question),
    redirect: 'error',
    signal: AbortSignal.timeout(MOST_MILLISECONDS),
  });
  // A refusal of the question comes with a 4xx and says in the body whose fault it is.
  return verdict.parse(await answer.json());
}
