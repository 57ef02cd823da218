// The confusion table of the audio check: what is found in more than 600 files of paused calls, spoken by espeak-ng, encoded by sox and lame.
// `talk`: something was recorded that should not have been; none of these may be "cut out", "silent" or "tone".
import { makeCall, treatments } from '../support/audio-check/call-maker.ts';
import { corpus, encoded, espeakTalk, found, isWrong, missingPrograms } from '../support/audio-check/corpus.ts';

const columns = ['cut', 'silent', 'tone', 'sound', 'unknown'] as const;

const write = (line: string): boolean => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const missing = missingPrograms();
  if (missing.length > 0) {
    write(`Not run: ${missing.join(', ')} not installed (Debian: apt-get install espeak-ng sox lame).`);
    return;
  }
  const talk = espeakTalk();
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  const cases = corpus();
  for (const { name, plan, coding } of cases) {
    const call = makeCall(plan, talk);
    const finding = await found(encoded(call.channels, coding), call.facts, coding.by === 'lame');
    count(`${plan.treatment} ${finding.verdict}`);
    if (finding.verdict === 'unknown') count(`${call.hasTalkInPause ? 'talk' : 'none'} ${String(finding.reason)}`);
    if (isWrong(call, finding)) wrong.push(`${name}: ${finding.verdict}`);
  }
  const row = (head: string, cells: readonly (string | number)[]): void =>
    void write(head.padEnd(26) + cells.map((cell) => String(cell).padStart(9)).join(''));
  write(`${String(cases.length)} files\n`);
  row('what the pause holds', columns);
  for (const treatment of treatments) {
    const { hasTalkInPause } = makeCall({ ...(cases[0] as (typeof cases)[number]).plan, treatment, rate: 8_000 }, talk);
    row(
      `${treatment}${hasTalkInPause ? ' (talk)' : ''}`,
      columns.map((column) => counts.get(`${treatment} ${column}`) ?? 0),
    );
  }
  write('\nreasons for "unknown"');
  for (const [key, number] of [...counts].filter(([key]) => /^(?:talk|none) /.test(key)).sort()) row(key, [number]);
  write(`\nwithout a reason: ${String((counts.get('talk null') ?? 0) + (counts.get('none null') ?? 0))}`);
  write(`talk that was called cut out, silent or a tone: ${String(wrong.length)}`);
  for (const each of wrong) write(`  ${each}`);
  if (wrong.length > 0) process.exitCode = 1;
}

await main();
