/** The words of every ESP for its page: which table is which field's, and how the ESP itself spells them. */
import { readFileSync } from 'node:fs';
import type { Vocabulary } from '../shared/providers/reading/vocabulary.ts';
import { ahasendEvents } from '../shared/providers/vocabulary/ahasend.ts';
import { azureStatuses } from '../shared/providers/vocabulary/azure.ts';
import { brevoEvents } from '../shared/providers/vocabulary/brevo.ts';
import { customerioMetrics } from '../shared/providers/vocabulary/customerio.ts';
import { elasticemailCategories, elasticemailStatuses } from '../shared/providers/vocabulary/elasticemail.ts';
import { forwardemailActions, forwardemailCategories } from '../shared/providers/vocabulary/forwardemail.ts';
import { genericKinds } from '../shared/providers/vocabulary/generic.ts';
import {
  infobipErrors,
  infobipGroups,
  infobipNotifications,
} from '../shared/providers/vocabulary/infobip.ts';
import { iterableEvents, iterableStates } from '../shared/providers/vocabulary/iterable.ts';
import { lettermintEvents } from '../shared/providers/vocabulary/lettermint.ts';
import { loopsEvents } from '../shared/providers/vocabulary/loops.ts';
import { mailchimpTypes } from '../shared/providers/vocabulary/mailchimp.ts';
import { mailersendEvents } from '../shared/providers/vocabulary/mailersend.ts';
import { mailgunCodes, mailgunEvents } from '../shared/providers/vocabulary/mailgun.ts';
import { mailjetErrors, mailjetEvents, mailjetRelations } from '../shared/providers/vocabulary/mailjet.ts';
import { mailomatEvents } from '../shared/providers/vocabulary/mailomat.ts';
import { mailtrapCategories, mailtrapEvents } from '../shared/providers/vocabulary/mailtrap.ts';
import { mandrillBounces, mandrillEvents, mandrillRejects } from '../shared/providers/vocabulary/mandrill.ts';
import { mimepostEvents } from '../shared/providers/vocabulary/mimepost.ts';
import { postalEvents } from '../shared/providers/vocabulary/postal.ts';
import {
  postmarkBounces,
  postmarkRecords,
  postmarkSuppressions,
} from '../shared/providers/vocabulary/postmark.ts';
import { resendEvents } from '../shared/providers/vocabulary/resend.ts';
import { scalewayBlocklists, scalewayEvents } from '../shared/providers/vocabulary/scaleway.ts';
import {
  sendgridClassifications,
  sendgridDrops,
  sendgridEvents,
} from '../shared/providers/vocabulary/sendgrid.ts';
import { sendpulseEvents } from '../shared/providers/vocabulary/sendpulse.ts';
import { sesBounces, sesComplaints, sesDelays, sesEvents } from '../shared/providers/vocabulary/ses.ts';
import { smtp2goEvents } from '../shared/providers/vocabulary/smtp2go.ts';
import { socketlabsEvents } from '../shared/providers/vocabulary/socketlabs.ts';
import { sparkpostBounceClasses, sparkpostEvents } from '../shared/providers/vocabulary/sparkpost.ts';
import { sweegoEvents } from '../shared/providers/vocabulary/sweego.ts';
import {
  unisenderGoDeliveryStatuses,
  unisenderGoStatuses,
} from '../shared/providers/vocabulary/unisender-go.ts';
import { zeptomailEvents } from '../shared/providers/vocabulary/zeptomail.ts';

export interface WordTable {
  /** Where the words stand in what the ESP sends. */
  readonly field: string;
  readonly words: Vocabulary;
}

const ses: readonly WordTable[] = [
  { field: '`eventType`, or `notificationType` of identity notifications', words: sesEvents },
  { field: '`bounceType/bounceSubType`', words: sesBounces },
  { field: '`complaintFeedbackType` and `complaintSubType`', words: sesComplaints },
  { field: '`delayType`', words: sesDelays },
];

/** By the provider's name. */
export const wordTables: ReadonlyMap<string, readonly WordTable[]> = new Map<string, readonly WordTable[]>([
  ['ses', ses],
  ['ses-eventbridge', ses],
  [
    'sendgrid',
    [
      { field: '`event`, of a bounce with its `type`', words: sendgridEvents },
      { field: '`bounce_classification`', words: sendgridClassifications },
      { field: '`reason` of `dropped`', words: sendgridDrops },
    ],
  ],
  [
    'mailgun',
    [
      { field: '`event`, of a failure with its `severity` and `reason`', words: mailgunEvents },
      { field: "`code`, where it is one of Mailgun's own", words: mailgunCodes },
    ],
  ],
  [
    'postmark',
    [
      { field: '`RecordType`', words: postmarkRecords },
      { field: '`Type` of a bounce', words: postmarkBounces },
      { field: '`SuppressionReason`', words: postmarkSuppressions },
    ],
  ],
  [
    'mandrill',
    [
      { field: '`event`, or `type` of a change of the lists', words: mandrillEvents },
      { field: '`msg.bounce_description`', words: mandrillBounces },
      { field: 'The reason of a rejection', words: mandrillRejects },
    ],
  ],
  ['brevo', [{ field: '`event`', words: brevoEvents }]],
  [
    'resend',
    [
      { field: '`type`, of a suppression with its `origin`', words: resendEvents },
      { field: '`data.bounce.type/subType`, in the words of Amazon SES', words: sesBounces },
    ],
  ],
  [
    'mailjet',
    [
      { field: '`event`', words: mailjetEvents },
      { field: '`error`', words: mailjetErrors },
      { field: '`error_related_to`', words: mailjetRelations },
    ],
  ],
  [
    'sparkpost',
    [
      { field: '`type`', words: sparkpostEvents },
      { field: '`bounce_class`', words: sparkpostBounceClasses },
    ],
  ],
  ['socketlabs', [{ field: '`Type`, with its `FailureType` or `TrackingType`', words: socketlabsEvents }]],
  ['mailersend', [{ field: '`type`, without `activity.`', words: mailersendEvents }]],
  [
    'mailtrap',
    [
      { field: '`event`', words: mailtrapEvents },
      { field: '`bounce_category`, or what follows `Reason:`', words: mailtrapCategories },
    ],
  ],
  ['smtp2go', [{ field: '`event`, of a bounce with its `bounce`', words: smtp2goEvents }]],
  ['azure', [{ field: '`data.status`', words: azureStatuses }]],
  ['customerio', [{ field: '`object_type` and `metric`', words: customerioMetrics }]],
  [
    'iterable',
    [
      { field: '`eventName`', words: iterableEvents },
      { field: '`dataFields.recipientState` of a bounce', words: iterableStates },
    ],
  ],
  [
    'elasticemail',
    [
      { field: '`status`', words: elasticemailStatuses },
      { field: '`category` of a bounce', words: elasticemailCategories },
    ],
  ],
  ['postal', [{ field: '`event`', words: postalEvents }]],
  [
    'unisender-go',
    [
      { field: '`status`', words: unisenderGoStatuses },
      { field: '`delivery_info.delivery_status` of a bounce', words: unisenderGoDeliveryStatuses },
    ],
  ],
  ['ahasend', [{ field: '`type`', words: ahasendEvents }]],
  ['sweego', [{ field: '`event_type`, with underscores', words: sweegoEvents }]],
  ['mailomat', [{ field: '`eventType`', words: mailomatEvents }]],
  [
    'scaleway',
    [
      { field: '`type`', words: scalewayEvents },
      { field: '`blocklist_type`', words: scalewayBlocklists },
    ],
  ],
  ['zeptomail', [{ field: '`event_name`, without white space and underscores', words: zeptomailEvents }]],
  ['lettermint', [{ field: '`event`', words: lettermintEvents }]],
  [
    'forwardemail',
    [
      { field: '`bounce.action`', words: forwardemailActions },
      { field: '`bounce.category`', words: forwardemailCategories },
    ],
  ],
  ['loops', [{ field: '`eventName`', words: loopsEvents }]],
  ['sendpulse', [{ field: '`event`', words: sendpulseEvents }]],
  [
    'infobip',
    [
      { field: '`status.groupName`', words: infobipGroups },
      { field: '`error.name`', words: infobipErrors },
      { field: '`notificationType`', words: infobipNotifications },
    ],
  ],
  ['mimepost', [{ field: '`event`', words: mimepostEvents }]],
  ['mailchimp', [{ field: '`type`, with its `reason`', words: mailchimpTypes }]],
  ['generic', [{ field: '`kind`', words: genericKinds }]],
]);

const VOCABULARY = new URL('../shared/providers/vocabulary/', import.meta.url);

/**
 * How an ESP spells its words, by their lower-case form. A reader compares words in lower case and keeps no other
 * form; the data's source has them as the ESP writes them.
 */
export function spellings(file: string): ReadonlyMap<string, string> {
  const source = readFileSync(new URL(`${file}.ts`, VOCABULARY), 'utf8');
  const words = [...source.matchAll(/\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"),\s*'/g)].map(
    ([, single, double]) => (single ?? double ?? '').replace(/\\(.)/g, '$1'),
  );
  return new Map(words.map((word) => [word.toLowerCase(), word]));
}
