import { describe, expect, it } from 'vitest';
import { classify } from './classifier.ts';
import { addresses } from './examples/addresses.ts';
import { domains } from './examples/domains.ts';
import type { Example } from './examples/example.ts';
import { languages } from './examples/languages.ts';
import { mailboxes } from './examples/mailboxes.ts';
import { messages } from './examples/messages.ts';
import { people } from './examples/people.ts';
import { receivers } from './examples/receivers.ts';
import { receiversOfAddresses } from './examples/receivers-of-addresses.ts';
import { senders } from './examples/senders.ts';
import { servers } from './examples/servers.ts';

const tables: Readonly<Record<string, readonly Example[]>> = {
  'an address': addresses,
  'a mailbox': mailboxes,
  'a domain': domains,
  'the sender': senders,
  'the message': messages,
  'the server': servers,
  'a person': people,
  'receivers by their own tables': receivers,
  'receivers by their own tables, of an address': receiversOfAddresses,
  ...languages,
};

describe.each(Object.entries(tables))('what is said of or in %s', (_, examples) => {
  it.each(examples.map((example) => ({ name: `${example[0]}: ${example[1]}`, example })))(
    '$name',
    ({ example }) => {
      const [code, reply, status] = example;
      expect(classify(reply, status === undefined ? {} : { status }).code).toBe(code);
    },
  );
});
