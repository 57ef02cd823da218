// The entries with which a Linux desktop starts Sidetone: with the session of the user, and for links.

/** As the Desktop Entry specification quotes: reserved characters are escaped, and `%` would begin a field code. */
const quoted = (command: readonly string[]): string =>
  command
    .map(
      (word) =>
        `"${word
          .replaceAll(/["`$\\]/gu, String.raw`\$&`)
          .replaceAll('\\', '\\\\')
          .replaceAll('%', '%%')}"`,
    )
    .join(' ');

const head = '[Desktop Entry]\nType=Application\nName=Sidetone\n';

/** The entry of the desktop's autostart folder (freedesktop.org, Desktop Application Autostart). */
export function autostartEntry(command: readonly string[]): string {
  return `${head}Exec=${quoted(command)}\nX-GNOME-Autostart-enabled=true\n`;
}

/** The entry of an app that nothing has installed, an AppImage: without one no desktop can hand it a link. It is in no menu. */
export function linkEntry(command: readonly string[]): string {
  return `${head}Exec=${quoted(command)} %u\nNoDisplay=true\nStartupWMClass=Sidetone\nMimeType=x-scheme-handler/sidetone;\n`;
}

/** What starts this app again, behind the program itself. Electron alone must be told the folder of the app; a named profile is named again. */
export function startArguments(start: {
  readonly isPackaged: boolean;
  readonly appPath: string;
  /** The value of `--user-data-dir`, absolute; empty where none was named. */
  readonly profile: string;
}): string[] {
  return [
    ...(start.isPackaged ? [] : [start.appPath]),
    ...(start.profile === '' ? [] : [`--user-data-dir=${start.profile}`]),
  ];
}

/** Whether the desktop's own switch turned an entry off: `Hidden` (Desktop Application Autostart), and GNOME's key. */
export const isSwitchedOff = (entry: string): boolean =>
  /^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/mu.test(entry);
