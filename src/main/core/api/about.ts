// About: versions, licences and folders, and the diagnostics text for support, which contains no secrets and no personal data.
import * as v from 'valibot';
import { licenceSchema, type About, type Licence } from '../../../shared/ipc/app.ts';
import {
  defaultPreferences,
  preferenceNames,
  secretNames,
  type PreferenceName,
} from '../../../shared/domain/preferences.ts';
import type { HotkeyView, Snapshot } from '../../../shared/ipc/snapshot.ts';
import type { OutboxView } from '../alerts/alert-outbox.ts';
import type { JournalSigning } from '../journal/checkpoints.ts';
import type { Ports } from '../platform/ports.ts';
import { authoritiesText } from '../session/certificate-authorities.ts';
import { atMost } from '../platform/at-most.ts';
import { parseJson } from '../platform/json.ts';

/** Bytes of the end of the log in the diagnostics. The log itself contains named facts only: see log-facts.ts. */
const logTailBytes = 16 * 1024;
/** Longest time in milliseconds that the last lines are waited for. */
const flushLimitMs = 2_000;

/** Preferences whose values identify folders, phones and servers of this organisation: only shown as set. */
const redacted: ReadonlySet<PreferenceName> = new Set<PreferenceName>([
  'download.folder',
  'download.namePattern',
  'network.authorityFile',
  'network.proxy',
  'network.proxyUser',
  'server.address',
  'servers.allowed',
  'start.deviceName',
  'start.directoryNumber',
  'updates.feed',
  'automatic.rules',
  'automaticPauseRules',
  ...secretNames,
]);
const secret: ReadonlySet<PreferenceName> = new Set<PreferenceName>(secretNames);

export class AboutApp {
  readonly #ports: Ports;
  readonly #snapshot: () => Omit<Snapshot, 'revision'>;
  readonly #signing: () => JournalSigning;
  readonly #alerts: () => readonly OutboxView[];

  constructor(
    ports: Ports,
    snapshot: () => Omit<Snapshot, 'revision'>,
    { signing, alerts }: { readonly signing: () => JournalSigning; readonly alerts: () => readonly OutboxView[] },
  ) {
    this.#ports = ports;
    this.#snapshot = snapshot;
    this.#signing = signing;
    this.#alerts = alerts;
  }

  async about(): Promise<About> {
    const { version, runsOn = {}, profileFolder, logFile = null, policySources = [] } = this.#ports;
    const policies = await Promise.all(policySources.map((source) => source.read()));
    const policy = policies.find(({ kind }) => kind === 'policy') ?? policies.at(-1);
    return {
      version,
      runsOn: Object.entries(runsOn).map(([name, of]) => ({ name, version: of })),
      profileFolder,
      logFile,
      policyFile: policy?.place ?? null,
      policyFound: policy?.kind === 'policy',
      journalKey: { ...this.#signing(), problem: this.#signing().problem?.code ?? null },
      alerts: [...this.#alerts()],
      licences: await this.#licences(),
    };
  }

  /** Fixed names and states only, one a line, so that a person can check it before sending it. */
  async diagnostics(): Promise<string> {
    const { version, runsOn = {}, clock } = this.#ports;
    const { session, live, manual, rights, downloads, saving, hotkeys, preferences, lockedPreferences, ...rest } =
      this.#snapshot();
    const lines = [
      `Sidetone ${version}`,
      ...Object.entries(runsOn).map(([name, of]) => `${name} ${of}`),
      `Time ${new Date(clock.now()).toISOString()}`,
      '',
      `Shell ${rest.shell.kind}`,
      `Session ${session.phase}${codeOf(session.problem)}, password ${session.passwordKept ?? 'not kept'}${codeOf(session.keychainProblem)}`,
      `Connection ${schemeOf(session.server)}${session.serverLocked ? ', server locked' : ''}`,
      `Certificate authorities ${await authoritiesText(preferences['network.authorityFile'], this.#ports.files)}`,
      `Proxy ${proxyText(preferences['network.proxy'])}`,
      `Recording ${live.state}, ${String(live.recordings.length)} live${codeOf(live.problem)}`,
      `Manual command ${manual.phase}${codeOf(manual.problem)}`,
      `Rights ${Object.entries(rights)
        .map(([name, right]) => `${name}: ${right}`)
        .join(', ')}`,
      `Automatic pause ${automaticText(rest.automatic)}`,
      `Saving ${String(downloads.length)} shown${saving.held ? ', held' : ''}`,
      `Journal key ${this.#signing().fingerprint ?? 'none'}${codeOf(this.#signing().problem)}`,
      `Journal ${rest.journalProblem === null ? 'on disk' : `waits (${rest.journalProblem.code})`}`,
      ...this.#alerts().map(
        ({ channel, waiting, problem }) => `Alerts by ${channel}: ${String(waiting)} waiting${codeOf(problem)}`,
      ),
      `Notices ${rest.notices.map(({ code }) => code).join(', ') || 'none'}`,
      ...hotkeys.map(hotkeyText),
      ...preferenceTexts(preferences, lockedPreferences),
      '',
      'End of the log',
      await this.#logTail(),
    ];
    return `${lines.join('\n')}\n`;
  }

  async #licences(): Promise<Licence[]> {
    const { licencesFile = null, files, log } = this.#ports;
    if (licencesFile === null) return [];
    try {
      const parsed = v.safeParse(v.array(licenceSchema), parseJson(await files.readText(licencesFile)));
      return parsed.success ? parsed.output : [];
    } catch (error) {
      log.error('licences-unreadable', error);
      return [];
    }
  }

  /** What was logged last is on the disk, unless that takes too long. */
  async #flushLog(): Promise<void> {
    const { flushLog, clock } = this.#ports;
    if (flushLog === undefined) return;
    await atMost(clock, flushLimitMs, flushLog());
  }

  async #logTail(): Promise<string> {
    const { logFile = null, files } = this.#ports;
    await this.#flushLog();
    if (logFile === null) return '(no log file here)';
    try {
      const size = await files.size(logFile);
      const bytes = await files.readPart(logFile, Math.max(0, size - logTailBytes), logTailBytes);
      const text = Buffer.from(bytes).toString('utf8');
      // The first line may be incomplete.
      return size > logTailBytes ? text.slice(text.indexOf('\n') + 1) : text;
    } catch {
      return '(the log cannot be read)';
    }
  }
}

function hotkeyText({ name, combination, registered, proven, problem }: HotkeyView): string {
  const state = `${registered ? 'registered' : 'not registered'}, ${proven ? 'proven' : 'not proven'}`;
  return `Hotkey ${name}: ${combination ?? 'none'}, ${state}${codeOf(problem)}`;
}

/** One line for each preference that isn't at its default. A secret never comes this far: it is locked where it is set. */
function preferenceTexts(preferences: Snapshot['preferences'], locked: Snapshot['lockedPreferences']): string[] {
  const isChanged = (name: PreferenceName): boolean =>
    preferences[name] !== defaultPreferences[name] || (secret.has(name) && locked.includes(name));
  return preferenceNames.filter(isChanged).map((name) => {
    const value = redacted.has(name) ? '(set)' : JSON.stringify(preferences[name]);
    return `Preference ${name}: ${value}${locked.includes(name) ? ', locked' : ''}`;
  });
}

/** Counts alone: not even the names of the rules. */
function automaticText({ rules, dropped, notWorking }: Snapshot['automatic']): string {
  const count = (level: string): number => rules.filter((rule) => rule.level === level).length;
  const levels = ['on', 'off', 'unknown'].map((level) => `${String(count(level))} ${level}`).join(', ');
  const gone = notWorking.map(({ kind, browser }) => browser ?? kind).join(', ') || 'nothing';
  return `${String(rules.length)} rules (${levels}), ${String(dropped.length)} dropped, not working: ${gone}`;
}

const codeOf = (problem: { readonly code: string } | null): string => (problem === null ? '' : ` (${problem.code})`);

function schemeOf(server: string | null): string {
  if (server === null) return 'no server';
  return server.startsWith('https:') ? 'https' : 'plain http';
}

/** Which kind of proxy is set; its address is the organisation's. */
function proxyText(choice: string | null): string {
  if (choice === null || choice === 'system') return 'of the system';
  return choice === 'none' ? 'none' : 'at a fixed address';
}
