import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { actionsOf, BOT_CHECK, functionsByHandler, statementsOf, synthesized } from './synthesized.ts';

const plain = synthesized('prod').template;
const checked = synthesized('prod', BOT_CHECK);

describe('a service that checks who fills in the form', () => {
  it('leaves no trace in the template where there is none', () => {
    expect(JSON.stringify(plain.toJSON())).not.toMatch(/bot.?check|turnstile/i);
  });

  it('is named to the form alone, which may read its key and nothing more than before', () => {
    const { template } = checked;
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'audience/sign-up-with-check',
      Environment: {
        Variables: Match.objectLike({
          BOT_CHECK_SITE_KEY: BOT_CHECK.botCheckSiteKey,
          BOT_CHECK_SCRIPT_URL: BOT_CHECK.botCheckScriptUrl,
          BOT_CHECK_VERIFY_URL: BOT_CHECK.botCheckVerifyUrl,
        }),
      },
    });
    const functions = functionsByHandler(template);
    expect(functions.has('audience/sign-up')).toBe(false);
    const asks = [...functions].filter(([, { settings }]) => settings.some((name) => name.startsWith('BOT_CHECK')));
    expect(asks.map(([handler]) => handler)).toEqual(['audience/sign-up-with-check']);
    const { role = '' } = functions.get('audience/sign-up-with-check') ?? {};
    const { role: before = '' } = functionsByHandler(plain).get('audience/sign-up') ?? {};
    expect(new Set(actionsOf(template, role))).toEqual(new Set(actionsOf(plain, before)));
    const secrets = (of: typeof template, whose: string) =>
      statementsOf(of, whose).filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue'));
    expect(JSON.stringify(secrets(template, role))).toContain('BotCheck');
  });

  it('passes the AwsSolutions rules', () => {
    expect(() => checked.app.synth()).not.toThrow();
    expect(process.exitCode ?? 0).toBe(0);
  });

  it.each([
    { change: { botCheckScriptUrl: '' }, says: 'A bot check also needs the setting botCheckScriptUrl' },
    { change: { botCheckSiteKey: '' }, says: 'A bot check also needs the setting botCheckSiteKey' },
    {
      change: { botCheckVerifyUrl: 'http://check.example.net/' },
      says: 'The setting botCheckVerifyUrl must be an https',
    },
    {
      change: { botCheckScriptUrl: 'check.example.net/api.js' },
      says: 'The setting botCheckScriptUrl must be an https',
    },
    { change: { botCheckSiteKey: '"><script>' }, says: 'The setting botCheckSiteKey is not the public key' },
  ])('is refused with $change', ({ change, says }) => {
    expect(() => synthesized('prod', { ...BOT_CHECK, ...change })).toThrow(says);
  });
});
