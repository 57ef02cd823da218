// The text that makes a Linux desktop start Sidetone with the session of the user.

/** The entry of the desktop's autostart folder (freedesktop.org, Desktop Application Autostart). */
export function autostartEntry(command: readonly string[]): string {
  // Reserved characters are quoted as the Desktop Entry specification says, and `%` would begin a field code.
  const quoted = command.map(
    (word) =>
      `"${word
        .replaceAll(/["`$\\]/gu, String.raw`\$&`)
        .replaceAll('\\', '\\\\')
        .replaceAll('%', '%%')}"`,
  );
  return `[Desktop Entry]\nType=Application\nName=Sidetone\nExec=${quoted.join(' ')}\nX-GNOME-Autostart-enabled=true\n`;
}

/** Whether the desktop's own switch turned an entry off: `Hidden` (Desktop Application Autostart), and GNOME's key. */
export const isSwitchedOff = (entry: string): boolean =>
  /^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/mu.test(entry);
