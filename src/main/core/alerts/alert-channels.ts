// The ways on which the policy wants alerts to be sent.
import type { SecureContext } from 'node:tls';
import type { LookupFunction } from 'node:net';
import type { AlertChannel } from '../../../shared/domain/alert.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { Clock } from '../platform/ports.ts';
import type { Deliver } from './alert-outbox.ts';
import { syslog } from './syslog.ts';
import { webhook } from './webhook.ts';

type ChannelDependencies = {
  readonly clock: Clock;
  readonly lookup: LookupFunction;
  /** Called once, and only where there is a channel. */
  readonly secureContext: (authorityFile: string | null) => Promise<SecureContext>;
};

type Channel = { readonly name: AlertChannel; readonly deliver: Deliver };

/** What the channels are made from: another text means other channels. */
export function channelKey(preferences: Preferences): string {
  const { 'alerts.webhook': url, 'alerts.webhookSecret': secret, 'alerts.syslog': server } = preferences;
  return JSON.stringify([
    url,
    secret,
    server,
    preferences['alerts.syslogFacility'],
    preferences['network.authorityFile'],
  ]);
}

export function channelsOf(preferences: Preferences, dependencies: ChannelDependencies): Channel[] {
  const { 'alerts.webhook': url, 'alerts.webhookSecret': secret, 'alerts.syslog': address } = preferences;
  if (url === null && address === null) return [];
  const { clock, lookup } = dependencies;
  const secureContext = dependencies.secureContext(preferences['network.authorityFile']);
  const facility = preferences['alerts.syslogFacility'];
  return [
    ...(url === null
      ? []
      : [
          {
            name: 'webhook',
            deliver: webhook({ url, secret, secureContext, lookup, now: () => clock.now() }),
          } as const,
        ]),
    ...(address === null
      ? []
      : [{ name: 'syslog', deliver: syslog({ address, facility, secureContext, lookup }) } as const]),
  ];
}
