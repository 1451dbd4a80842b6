/** Every ESP with a webhook API, as a fake, with a source that is connected to it. */
import { afterAll } from 'vitest';
import { checkEsp } from '../../shared/doctor/check-esp.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { desiredWebhook } from '../../shared/esp-api/desired-webhook.ts';
import type { DesiredWebhook, EspApiSettings, SupportedWebhooks } from '../../shared/esp-api/types.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import { type FakeEsp, openFake, type StartFake } from '../esp-api/fake-esp.ts';
import { startAhasend } from '../esp-api/fakes/ahasend.ts';
import { startAzure } from '../esp-api/fakes/azure.ts';
import { startBrevo } from '../esp-api/fakes/brevo.ts';
import { startCustomerio } from '../esp-api/fakes/customerio.ts';
import { startLettermint } from '../esp-api/fakes/lettermint.ts';
import { startMailchimp } from '../esp-api/fakes/mailchimp.ts';
import { startMailersend } from '../esp-api/fakes/mailersend.ts';
import { startMailgun } from '../esp-api/fakes/mailgun.ts';
import { startMailjet } from '../esp-api/fakes/mailjet.ts';
import { startMailtrap } from '../esp-api/fakes/mailtrap.ts';
import { startMandrill } from '../esp-api/fakes/mandrill.ts';
import { startPostmark } from '../esp-api/fakes/postmark.ts';
import { startResend } from '../esp-api/fakes/resend.ts';
import { startScaleway } from '../esp-api/fakes/scaleway.ts';
import { startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { startSendpulse } from '../esp-api/fakes/sendpulse.ts';
import { startForwardemail, startIterable } from '../esp-api/fakes/small.ts';
import { startSmtp2go } from '../esp-api/fakes/smtp2go.ts';
import { startSparkpost } from '../esp-api/fakes/sparkpost.ts';
import { startUnisenderGo } from '../esp-api/fakes/unisender-go.ts';

export const esps: ReadonlyArray<readonly [name: string, start: StartFake]> = [
  ['ahasend', startAhasend],
  ['azure', startAzure],
  ['brevo', startBrevo],
  ['customerio', startCustomerio],
  ['forwardemail', startForwardemail],
  ['iterable', startIterable],
  ['lettermint', startLettermint],
  ['mailchimp', startMailchimp],
  ['mailersend', startMailersend],
  ['mailgun', startMailgun],
  ['mailjet', startMailjet],
  ['mailtrap', startMailtrap],
  ['mandrill', startMandrill],
  ['postmark', startPostmark],
  ['resend', startResend],
  ['scaleway', startScaleway],
  ['sendgrid', startSendgrid],
  ['sendpulse', startSendpulse],
  ['smtp2go', startSmtp2go],
  ['sparkpost', startSparkpost],
  ['unisender-go', startUnisenderGo],
];

const SECRET = 's3cret-s3cret-s3cret';
const URL_OF_SOURCE = 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news/kkkkkkkkkkkkkkkk';

/** A source of the ledger, and the ESP that it should have a webhook at. */
export interface Checked {
  readonly fake: FakeEsp;
  readonly desired: DesiredWebhook;
  readonly capability: SupportedWebhooks;
  /** Live secrets of the source, which a test may replace. */
  secrets: readonly string[];
  /** `doctor`'s findings. */
  check(settings?: Partial<EspApiSettings>): Promise<readonly DoctorFinding[]>;
  /** `sources connect`; it stores the signing keys. */
  connect(settings?: Partial<EspApiSettings>): Promise<void>;
  /** Puts a webhook for the source there by hand. */
  seed(webhook?: {
    readonly url?: string;
    readonly events?: readonly string[];
    readonly enabled?: boolean;
  }): void;
}

/** Starts fakes, and stops them when the suite ends. Call it inside `describe`. */
export function checkedOf(start: StartFake): () => Promise<Checked> {
  const started: FakeEsp[] = [];
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));
  return async () => {
    const fake = await start();
    started.push(fake);
    const { webhooks } = (await openFake(fake)).capabilities;
    if (!webhooks.supported) throw new Error(`${fake.provider} has no webhook API.`);
    const isOurs = guideOf(fake.provider).secret.from === 'us';
    const desired = desiredWebhook('news', guideOf(fake.provider).secret, URL_OF_SOURCE, {
      secrets: [SECRET],
      urlKeys: ['kkkkkkkkkkkkkkkk'],
    });
    const checked: Checked = {
      fake,
      desired,
      capability: webhooks,
      secrets: webhooks.signingKey === 'api-key' ? [fake.key] : isOurs ? [SECRET] : [],
      async check(settings) {
        return checkEsp(await openFake(fake, settings), {
          source: 'news',
          desired,
          secrets: checked.secrets,
          apiKey: settings?.apiKey ?? fake.key,
        });
      },
      async connect(settings) {
        const api = await openFake(fake, settings);
        const plan = await api.webhooks?.plan(desired);
        if (plan === undefined) return;
        await api.webhooks?.apply(plan, {
          onSigningKey: async (key) => {
            checked.secrets = [key.reveal()];
          },
        });
      },
      seed({ url = desired.url, events = webhooks.events.map(({ name }) => name), enabled = true } = {}) {
        fake.seedWebhook?.({ url, events, enabled });
      },
    };
    return checked;
  };
}

export function statusOf(findings: readonly DoctorFinding[], check: string): string | undefined {
  const statuses = findings.filter((finding) => finding.check === check).map(({ status }) => status);
  return (['problem', 'warning', 'skipped', 'ok'] as const).find((status) => statuses.includes(status));
}

const WRONG_KEYS: Readonly<Record<string, string>> = {
  azure: 'wrong-tenant-0123:wrong-client-0123:wrong-secret-0123',
  mailchimp: 'wrong-key-0123456789-us21',
};

/** A key that is well-formed and wrong. */
export function wrongKeyOf(provider: string): string {
  return WRONG_KEYS[provider] ?? 'wrong-key-0123456789:wrong-secret-0123456789';
}
