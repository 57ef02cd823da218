// The receiver of alerts for tests: with a secret and a certificate that every test knows.
import { goodTestCertificate, type TestCertificate } from '../../src/simulator/certificate.ts';
import { WebhookReceiver } from '../../src/simulator/alerts/webhook-receiver.ts';

export const webhookSecret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

export const startWebhookReceiver = (certificate: TestCertificate = goodTestCertificate): Promise<WebhookReceiver> =>
  WebhookReceiver.start({ certificate, secret: webhookSecret });
