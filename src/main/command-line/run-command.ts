// Carries out what the command line asks without starting the app: prints, and answers with the exit code.
import { problemText } from '../../shared/messages/problems.ts';
import { shellMessagesFor } from '../../shared/messages/shell.ts';
import type { Problem } from '../../shared/domain/problem.ts';
import type { Invocation, UsageError } from './arguments.ts';
import { sendCommand, type CommandOutcome } from './client.ts';
import type { Command } from './wire.ts';
import { evidenceReport, type PrintPdf } from './evidence-report.ts';
import { verifyJournal } from './verify-journal.ts';

const exitCodes = { confirmed: 0, notConfirmed: 1, wrongUse: 2, notRunning: 3 } as const;

type CommandOutput = {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
};

export type RunOptions = CommandOutput & {
  readonly profileFolder: string;
  readonly locale: string;
  /** Version of Sidetone, for what is written down; empty where it isn't known. */
  readonly version?: string;
  /** Makes a PDF of a page; null or absent where nothing can. */
  readonly printPdf?: PrintPdf;
  /** How the running app is asked. */
  readonly send?: (profileFolder: string, asked: Command) => CommandOutcome | Promise<CommandOutcome>;
};

/** Everything that is not the app itself. A link that nobody hears is left to whoever starts the app for it: see start.ts. */
export async function runCommand(
  asked: Exclude<Invocation, { readonly kind: 'app' }>,
  options: RunOptions,
): Promise<number> {
  const { say, complain, locale, version = '', printPdf = null } = options;
  const text = shellMessagesFor([locale]).shell.commandLine;
  switch (asked.kind) {
    case 'help':
      say(text.usage);
      return exitCodes.confirmed;
    case 'wrong':
      complain(`${whyWrong(asked.why, text)}\n${text.tryHelp}\n`);
      return exitCodes.wrongUse;
    case 'verify': {
      const { line, code } = verifyJournal(asked, text);
      if (code === exitCodes.wrongUse) complain(`${line}\n`);
      else say(`${line}\n`);
      return code;
    }
    case 'report': {
      const { line, problems, code } = await evidenceReport(asked, { appVersion: version, locale, printPdf }, text);
      if (line !== '') say(`${line}\n`);
      if (problems.length > 0) complain(`${problems.join('\n')}\n`);
      return code;
    }
    case 'link':
      if (asked.verb !== null) return askRunning({ kind: 'link', verb: asked.verb }, options);
      complain(`${text.linkRefused}\n`);
      return exitCodes.wrongUse;
    case 'verb':
      return askRunning(asked, options);
  }
}

/** Asks the running app, prints what it answers, and gives the exit code. */
async function askRunning(
  asked: Command,
  { say, complain, profileFolder, locale, send = sendCommand }: RunOptions,
): Promise<number> {
  const words = shellMessagesFor([locale]);
  const text = words.shell.commandLine;
  const answer = await send(profileFolder, asked);
  if (answer === 'notRunning') {
    complain(`${text.notRunning}\n`);
    return exitCodes.notRunning;
  }
  if (answer === 'noAnswer') {
    complain(`${text.noAnswer}\n`);
    return exitCodes.notConfirmed;
  }
  say(`${words.common.state[answer.state]}\n`);
  if (answer.problem !== undefined) complain(`${sentences(answer.problem)}\n`);
  if (asked.kind === 'verb' && asked.verb === 'quit' && !answer.confirmed) complain(`${text.keepsRunning}\n`);
  if (answer.armed && !answer.confirmed) complain(`${text.waits}\n`);
  return answer.confirmed ? exitCodes.confirmed : exitCodes.notConfirmed;
}

function sentences(problem: Problem): string {
  const { what, meaning, next } = problemText(problem);
  return [what, meaning, next].filter((part) => part !== '').join(' ');
}

type CommandWords = ReturnType<typeof shellMessagesFor>['shell']['commandLine'];

function whyWrong(why: UsageError, text: CommandWords): string {
  switch (why.code) {
    case 'unknown':
      return text.unknown(why.word);
    case 'unknownFlag':
      return text.unknownFlag(why.word);
    case 'tooMany':
      return text.tooMany(why.word);
    case 'needsValue':
      return text.needsValue(why.word);
    case 'notAFingerprint':
      return text.notAFingerprint(why.word);
    case 'notADay':
      return text.report.notADay(why.word);
    case 'notAPaper':
      return text.report.notAPaper(why.word);
    case 'periodBackwards':
      return text.report.periodBackwards;
    case 'reportNeedsFile':
      return text.report.needsFile;
    case 'needsFile':
      return text.needsFile;
    case 'needsFolder':
      return text.needsFolder;
  }
}
