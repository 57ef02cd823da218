// What people read when a server cannot be reached or refuses, whatever was asked of it.
import { text, unreached, perhapsNotDone, tellAdministrator, tryAgain, retryThenTell } from './problem-phrases.ts';
import type { ProblemCode } from '../../../domain/problem.ts';
import type { ProblemText } from '../../problem-text.ts';

/** Who the refused certificate is for, who vouches for it, and when it holds. */
const certificate = "It's for {subject}, issued by {issuer}, valid from {from} to {until}.";

/** By code; `{name}` stands for a value of the problem. */
export const serverProblemTexts = {
  // the way to the server
  'server-address-invalid': text(
    "This isn't a valid server address.",
    '',
    'Enter it like ucx.example.com, without a username or password.',
  ),
  'server-plain-http': text(
    'The connection to {host} is unencrypted: anyone on the network could read your password.',
    '',
    'Use HTTPS, or allow unencrypted HTTP for this server.',
  ),
  'server-plain-http-forbidden': text(
    "Unencrypted HTTP isn't allowed, so nothing was sent to {host}.",
    '',
    'Use an HTTPS address.',
  ),
  'authority-file-unusable': text(
    "The CA certificates in {file} can't be used, so nothing was sent.",
    '',
    'In Settings, under Network, choose a PEM file or clear the field.',
  ),
  'server-unreachable': text("Can't reach {host}.", unreached, 'Check your network or VPN, then try again.'),
  'server-name-unknown': text(
    "Can't find a server named {host}.",
    unreached,
    'Check the address, your network and your VPN.',
  ),
  'server-timeout': text("{host} didn't respond in time.", unreached, tryAgain),
  'server-connection-lost': text('The connection to {host} was lost.', unreached, tryAgain),
  'server-certificate-untrusted': text(
    "Nothing was sent: the certificate of {host} isn't trusted.",
    certificate,
    'Ask your administrator to install the right CA certificate.',
  ),
  'server-certificate-name': text(
    'Nothing was sent: the certificate of {host} is for another name.',
    certificate,
    'Check the address, or contact your administrator.',
  ),
  'server-certificate-expired': text(
    "Nothing was sent: the certificate of {host} has expired or isn't valid yet.",
    certificate,
    'Check the date of this computer, or contact your administrator.',
  ),
  'server-tls-failed': text(
    "Couldn't connect securely to {host}.",
    unreached,
    'Check the address and port, or contact your administrator.',
  ),
  'server-redirected': text(
    '{host} redirected to {target}, so nothing was sent there.',
    '',
    'Ask your administrator for the right address, then sign in with it.',
  ),
  'server-answer-unreadable': text(
    "{host} sent a response that Sidetone can't read, so your request probably failed.",
    '',
    'Check the address, or contact your administrator.',
  ),
  'server-answer-too-large': text(
    "{host} sent a response that's too large, so your request probably failed.",
    '',
    tellAdministrator,
  ),
  'server-status-unexpected': text(
    '{host} sent an unexpected response, so your request probably failed.',
    '',
    retryThenTell,
  ),
  'server-path-unknown': text(
    "{host} doesn't offer call recording at this address.",
    unreached,
    'Check the server address, or contact your administrator.',
  ),
  'server-length-required': text('A device between Sidetone and {host} rejected the request.', '', tellAdministrator),
  'server-request-too-large': text("{host} rejected the request because it's too large.", '', tellAdministrator),
  'server-busy': text("{host} is busy, so your request wasn't completed.", '', tryAgain),
  'server-sign-in-method': text(
    "{host} requires a kind of sign-in that Sidetone doesn't support.",
    'That says nothing about your password.',
    tellAdministrator,
  ),
  'proxy-sign-in': text(
    "{proxy} on the way to {host} didn't accept the proxy username and password, or has none.",
    unreached,
    'In Settings, under Network, enter them, or contact your administrator.',
  ),
  'proxy-sign-in-method': text(
    "{proxy} on the way to {host} requires a kind of sign-in that Sidetone doesn't support, such as Kerberos or NTLM.",
    unreached,
    'Ask your administrator to let Sidetone pass, or to name another proxy.',
  ),
  'proxy-unreachable': text(
    "Can't reach {proxy}, the proxy on the way to {host}.",
    unreached,
    'Check your network or VPN, and the proxy in Settings, under Network.',
  ),
  'proxy-refused': text(
    "{proxy}, the proxy on the way to {host}, didn't connect to it.",
    unreached,
    'Check your network or VPN, or ask your administrator to allow {host} on the proxy.',
  ),
  'proxy-unusable': text(
    "The proxy that this computer names for {host} can't be used: Sidetone needs an HTTP proxy.",
    unreached,
    'In Settings, under Network, choose another proxy, or contact your administrator.',
  ),
  'proxy-unknown': text(
    "Couldn't find out which proxy leads to {host}.",
    unreached,
    'Check your network or VPN, or set the proxy in Settings, under Network.',
  ),
  'proxy-address-invalid': text(
    "This isn't a valid proxy address.",
    '',
    'Enter it like proxy.example.com:8080, without a username or password, or enter none.',
  ),
  'proxy-username-missing': text('The proxy password needs a proxy username.', '', 'Enter the proxy username first.'),
  'request-cancelled': text('The request was cancelled.', '', 'Start it again if you still need it.'),

  // what every endpoint may answer
  'credentials-refused': text(
    "{host} didn't accept the username or password.",
    "You can't see or pause recordings until you sign in.",
    'Check both, the keyboard layout and Caps Lock, then sign in again.',
  ),
  'not-allowed': text("You don't have permission to do this.", '', tellAdministrator),
  'server-fault': text('{host} reported an error.', perhapsNotDone, retryThenTell),
  'service-unavailable': text("The call recording service on {host} isn't available.", unreached, retryThenTell),
} satisfies Partial<Record<ProblemCode, ProblemText>>;
