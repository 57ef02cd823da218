// The ways on which the policy wants alerts to be sent.
import type { SecureContext } from 'node:tls';
import type { LookupFunction } from 'node:net';
import type { AlertChannel } from '../../../shared/domain/alert.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { Clock } from '../platform/ports.ts';
import type { FindRoute } from '../ucx/transport/route-finder.ts';
import type { Deliver } from './alert-outbox.ts';
import { syslog } from './syslog.ts';
import { webhook } from './webhook.ts';

type ChannelDependencies = {
  readonly clock: Clock;
  readonly lookup: LookupFunction;
  /** The way to the webhook; log servers are reached directly. */
  readonly findRoute: FindRoute | undefined;
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
  const { clock, lookup, findRoute } = dependencies;
  const secureContext = dependencies.secureContext(preferences['network.authorityFile']);
  const clocks = { now: () => clock.now(), monotonic: () => clock.monotonic() };
  const channels: Channel[] = [];
  if (url !== null)
    channels.push({ name: 'webhook', deliver: webhook({ url, secret, secureContext, lookup, findRoute, ...clocks }) });
  if (address !== null) {
    const facility = preferences['alerts.syslogFacility'];
    channels.push({ name: 'syslog', deliver: syslog({ address, facility, secureContext, lookup }) });
  }
  return channels;
}
