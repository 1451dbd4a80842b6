import type { EspApi, EspSuppressionReason, NewSuppression } from '../../../shared/esp-api/types.ts';
import { collect, type FakeEsp, openFake } from '../fake-esp.ts';

/** Makes every call that a client has, against its fake. */
export async function exercise(fake: FakeEsp, url: string): Promise<void> {
  const api = await openFake(fake);
  await api.checkKey();
  await exerciseWebhooks(api, url);
  await exerciseSuppressions(api, fake);
  await api.inspect({ url });
}

async function exerciseWebhooks({ webhooks, capabilities }: EspApi, url: string): Promise<void> {
  if (webhooks === null || !capabilities.webhooks.supported || !capabilities.webhooks.create) return;
  await webhooks.apply(await webhooks.plan({ url }));
  const [first] = capabilities.webhooks.events;
  await webhooks.apply(await webhooks.plan({ url, events: first ? [first.name] : [] }));
  await webhooks.apply(await webhooks.plan({ url, isKeyStored: false }));
  for (const webhook of await webhooks.find(url)) {
    await webhooks.readSigningKey?.(webhook);
    await webhooks.sendTestEvent?.(webhook);
    await webhooks.deliveryHealth?.(webhook);
  }
}

async function exerciseSuppressions({ suppressions, capabilities }: EspApi, fake: FakeEsp): Promise<void> {
  if (suppressions === null || !capabilities.suppressions.supported) return;
  const reasons = Object.keys(capabilities.suppressions.add) as EspSuppressionReason[];
  const entries = reasons.map((reason): NewSuppression => {
    const expiry = capabilities.suppressions.supported
      ? capabilities.suppressions.add[reason]?.expiry
      : undefined;
    const end = expiry === 'required' ? { expiresAt: Date.UTC(2026, 11, 1) } : {};
    return { address: `${reason}@example.com`, reason, note: 'Pushed by the ledger', ...end };
  });
  await collect(suppressions.add(entries, { allowInexact: true }));
  for (const { name, read, remove } of capabilities.suppressions.lists) {
    fake.seedSuppression?.(name, 'ann+news@example.com');
    if (read === 'whole') await collect(suppressions.list(name));
    const found = (await suppressions.get('ann+news@example.com')).filter(({ list }) => list === name);
    if (remove !== null) {
      await collect(
        suppressions.remove(found.length > 0 ? found : [{ address: 'ann+news@example.com', list: name }]),
      );
      await collect(suppressions.remove([{ address: 'nobody@example.com', list: name, id: undefined }]));
    }
  }
}
