/** An app in plain JavaScript: a ledger as it comes, and one with everything that can be turned on. */
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { BounceLedger, defineLedger, resolveSettings } from 'bounce-ledger';

const app = new App({ outdir: process.argv[2], analyticsReporting: false });
const env = { account: '111111111111', region: 'eu-west-1' };

const plain = new Stack(app, 'Plain', { env });
new BounceLedger(plain, 'Ledger', {
  settings: resolveSettings(defineLedger({ sources: { ses: 'ses', sendgrid: 'sendgrid' } })),
});

const full = new Stack(app, 'Full', { env });
const certificate = Certificate.fromCertificateArn(
  full,
  'Certificate',
  `arn:aws:acm:${env.region}:${env.account}:certificate/0`,
);
const ledger = new BounceLedger(full, 'Ledger', {
  settings: resolveSettings(
    defineLedger({
      sources: { ses: 'ses', sendgrid: 'sendgrid' },
      inboundMail: { domain: 'bounces.example.com', buckets: ['returned'] },
      sesConfigurationSet: { name: 'ledger', create: true },
    }),
  ),
  encryptionKey: new Key(full, 'Key'),
  customDomain: {
    domainName: new DomainName(full, 'Domain', { domainName: 'bounces.example.com', certificate }),
    path: 'ledger',
    disableDefaultEndpoint: true,
  },
  vpc: { vpc: new Vpc(full, 'Vpc') },
  removalPolicy: RemovalPolicy.DESTROY,
  alarms: { topics: [new Topic(full, 'Pager')], emails: ['ops@example.com'] },
  eventSchemas: true,
  memorySize: 1_024,
  namePrefix: 'mail',
  tracing: true,
});
const mailer = new Role(full, 'Mailer', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
ledger.grantRead(mailer);
ledger.grantTableRead(mailer);
ledger.grantSigningKeys(mailer);
app.synth();
