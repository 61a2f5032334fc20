import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import type { RundbriefFunction } from './rundbrief-function.ts';
import type { Stage } from './stages.ts';

/** A service that says whether a person fills in the form to subscribe; there is one only where the stage names it. */
export class BotCheck extends Construct {
  private readonly secret: Secret;
  private readonly stage: Stage;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.stage = stage;
    this.secret = new Secret(this, 'Secret', {
      description: 'Secret key of the bot check: put in the one its service gave you (docs/deploy.md)',
    });
    accept(this.secret, 'SMG4', 'Made by the service, which rotates it in its own console');
  }

  grantAsk(asker: RundbriefFunction): void {
    const { botCheckSiteKey, botCheckScriptUrl, botCheckVerifyUrl } = this.stage;
    asker.addEnvironment('BOT_CHECK_SITE_KEY', botCheckSiteKey);
    asker.addEnvironment('BOT_CHECK_SCRIPT_URL', botCheckScriptUrl);
    asker.addEnvironment('BOT_CHECK_VERIFY_URL', botCheckVerifyUrl);
    asker.addEnvironment('BOT_CHECK_SECRET_ARN', this.secret.secretArn);
    asker.may(['secretsmanager:GetSecretValue'], [this.secret.secretArn]);
  }
}
