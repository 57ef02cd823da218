// A whole core whose policy names a webhook, over a fake recorder, a fake clock, a disk in memory and a real HTTPS server.
import type { Ports } from '../../src/main/core/platform/ports.ts';
import { goodTestCertificate } from '../../src/simulator/certificate.ts';
import { fakeCore, firstId, type FakeCore } from './fake-core.ts';
import { MemoryFiles } from './memory-files.ts';
import { policyOf } from './policy-file.ts';
import type { WebhookReceiver } from '../../src/simulator/alerts/webhook-receiver.ts';
import { webhookSecret } from './webhook-receiver.ts';

const authorityFile = '/etc/authorities.pem';

export type AlertingCore = FakeCore & { readonly files: MemoryFiles };
type AlertingOptions = {
  readonly locked?: Readonly<Record<string, unknown>>;
  readonly ports?: Partial<Ports>;
  readonly files?: MemoryFiles;
};

/** @param receiver null: the policy names none */
export async function alertingCore(
  receiver: Pick<WebhookReceiver, 'url'> | null,
  { locked = {}, ports = {}, files = new MemoryFiles() }: AlertingOptions = {},
): Promise<AlertingCore> {
  files.contents.set(authorityFile, Buffer.from(goodTestCertificate.certificate));
  const policy = policyOf({
    locked: {
      'network.authorityFile': authorityFile,
      ...(receiver === null ? {} : { 'alerts.webhook': receiver.url, 'alerts.webhookSecret': webhookSecret }),
      ...locked,
    },
  });
  const fake = await fakeCore({ ports: { profileFolder: '/profile', files, policySources: [policy], ...ports } });
  return { ...fake, files };
}

/** A call of theirs is recorded. */
export async function onCall<C extends AlertingCore>(made: C): Promise<C> {
  made.recorder.begin(firstId);
  await made.clock.advance(5_000);
  return made;
}

/** That call is paused, and the recorder has said so. */
export async function pausedCall<C extends AlertingCore>(made: C): Promise<C> {
  await onCall(made);
  void made.core.handlers['live.pause']({});
  await made.clock.advance(1_000);
  if (made.live().state !== 'paused') throw new Error('not paused');
  return made;
}
