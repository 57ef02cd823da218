// The command line of Sidetone in plain Node, where there is no Electron: node src/main/cli.ts --help
import { readArguments } from './command-line/arguments.ts';
import { profileFolder } from './command-line/profile-folder.ts';
import { runCommand } from './command-line/run-command.ts';

const words = process.argv.slice(2);
const asked = readArguments(words);
process.exitCode = await runCommand(asked.kind === 'app' ? { kind: 'help' } : asked, {
  say: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  profileFolder: profileFolder(words),
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
});
