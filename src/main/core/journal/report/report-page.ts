// The evidence report as one page of HTML: no script, nothing from outside, for A4 and Letter.
import { ruleOf } from '../../../../shared/domain/journal.ts';
import { journal as journalWords } from '../../../../shared/messages/en/journal.ts';
import { report as text } from '../../../../shared/messages/en/report.ts';
import type { Evidence, EvidenceException } from './evidence.ts';
import { pageStyle } from './page-style.ts';
import { histogramSvg } from './report-chart.ts';
import { count, dayName, escaped, exactMs, inAudio, limit, moment, wholeSeconds, zoneName } from './report-formats.ts';
import { coverageSections, facts, installationsSection, integritySection, notReadSection } from './report-integrity.ts';

/** More exceptions than this begin a page of their own, after everything else. */
const mostOnFirstPage = 12;
const policy = "default-src 'none'; style-src 'unsafe-inline'";

/** Further facts of the head, such as the user and the server: name and value as plain text. */
export type HeadFacts = readonly (readonly [name: string, value: string])[];

/** The page in pieces, so that a long one is never one text in memory. */
export function* reportPage(evidence: Evidence, head: HeadFacts = []): Generator<string> {
  const isLong = evidence.exceptions.length > mostOnFirstPage;
  yield `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width"><title>${text.title}</title><style>${pageStyle}</style></head><body>`;
  yield headSection(evidence, head);
  yield countsSection(evidence);
  yield exposureSection(evidence);
  if (!isLong) yield* exceptionsSection(evidence, false);
  yield resumesSection(evidence) + audioSection(evidence);
  yield `<section class="keep"><h2>${text.measured}</h2><p>${escaped(text.measuredText)}</p></section>`;
  yield integritySection(evidence) + installationsSection(evidence) + notReadSection(evidence);
  yield coverageSections(evidence);
  yield `<section class="sig small m"><div>${text.name}</div><div>${text.signature}</div></section>`;
  if (isLong) yield* exceptionsSection(evidence, true);
  yield `<footer class="small m">${text.foot}</footer></body></html>\n`;
}

function periodText({ period: { from, to } }: Evidence): string {
  if (from === null && to === null) return text.allTime;
  if (from === null) return text.until(dayName(to ?? ''));
  if (to === null) return text.since(dayName(from));
  if (from === to) return dayName(from);
  const isOneMonth = from.slice(0, 7) === to.slice(0, 7);
  return text.span(isOneMonth ? String(Number(from.slice(8))) : dayName(from), dayName(to));
}

function headSection(evidence: Evidence, head: HeadFacts): string {
  const { period, madeAt, installations, appVersion } = evidence;
  const made = text.made(moment(madeAt, period.zone), zoneName(Date.parse(madeAt), period.zone));
  const rows = [
    ...head,
    [text.facts.period, periodText(evidence)] as const,
    [text.facts.installations, count(installations.length)] as const,
    [text.facts.made, made] as const,
    ...(appVersion === '' ? [] : [[text.facts.by, text.version(appVersion)] as const]),
  ].map(([name, value]) => [name, escaped(value)] as const);
  return `<header><div><div class="small m">${text.app}</div><h1>${text.title}</h1><p class="m">${escaped(text.lead(periodText(evidence)))}</p></div>${facts(rows)}</header>`;
}

function countsSection({ pauses, lateMs }: Evidence): string {
  const figure = (value: number, name: string, isBad = false): string =>
    `<div><b${isBad && value > 0 ? ' class="red"' : ''}>${count(value)}</b><span class="m">${escaped(name)}</span></div>`;
  const { requested, confirmed, late, notConfirmed, noRecording, waiting } = pauses;
  const others = noRecording + waiting > 0 ? `<p class="m">${text.others(count(noRecording), count(waiting))}</p>` : '';
  return `<section class="k">${figure(requested, text.pauses)}${figure(confirmed, text.confirmed(limit(lateMs)))}${figure(late, text.late, true)}${figure(notConfirmed, text.notConfirmed, true)}${others}</section>`;
}

function exposureSection({ exposure, lateMs }: Evidence): string {
  const { medianMs, ninetyFifthMs, longestMs, histogram } = exposure;
  const shown = (ms: number | null): string =>
    ms !== null && ms > lateMs ? `<span class="red">${exactMs(ms)}</span>` : exactMs(ms);
  const rows = facts(
    [
      [text.median, shown(medianMs)],
      [text.ninetyFifth, shown(ninetyFifthMs)],
      [text.longest, shown(longestMs)],
    ],
    'strong',
  );
  return `<section class="two"><div><h2>${text.exposure}</h2><p>${escaped(text.exposureMeaning)}</p>${rows}</div>${histogramSvg(histogram, lateMs)}</section>`;
}

function* exceptionsSection(evidence: Evidence, isOwnPage: boolean): Generator<string> {
  const { exceptions, exceptionsLeftOut, period, madeAt, installations } = evidence;
  yield `<section${isOwnPage ? ' class="own"' : ''}><div class="lead"><h2>${text.exceptions}</h2><p class="m">${escaped(text.exceptionsMeaning)}</p></div>`;
  if (exceptions.length === 0) {
    yield `<p>${text.noExceptions}</p></section>`;
    return;
  }
  const isOne = installations.length < 2;
  const { when, whenAndKey, recording, by, outcome, exposure, done } = text.columns;
  const heads = [(isOne ? when : whenAndKey)(zoneName(Date.parse(madeAt), period.zone)), recording, by, outcome];
  yield `<table class="exceptions"><thead><tr>${heads.map((name) => `<th>${escaped(name)}</th>`).join('')}<th class="n">${exposure}</th><th>${done}</th></tr></thead><tbody>`;
  for (const one of exceptions) yield exceptionRow(one, evidence, isOne);
  yield '</tbody></table>';
  if (exceptionsLeftOut > 0) yield `<p class="red">${escaped(text.leftOut(count(exceptionsLeftOut)))}</p>`;
  yield '</section>';
}

function exceptionRow(one: EvidenceException, { period, madeAt }: Evidence, isOne: boolean): string {
  const at = Date.parse(one.at);
  // In a year clocks change: a row that isn't in the zone of the head says so.
  const zone = zoneName(at, period.zone);
  const isOther = !Number.isNaN(at) && zone !== zoneName(Date.parse(madeAt), period.zone);
  const cells = [
    `<td>${[moment(one.at, period.zone), ...(isOther ? [zone] : []), ...(isOne ? [] : [one.key?.slice(0, 8) ?? text.none])].map(escaped).join('<br>')}</td>`,
    `<td class="id">${one.recordingIds.length === 0 ? text.none : one.recordingIds.map(escaped).join('<br>')}</td>`,
    `<td>${escaped(triggerText(one))}</td>`,
    `<td>${one.kinds.map((kind) => `<span${kind === 'notResumed' ? '' : ' class="red"'}>${text.kinds[kind]}</span>`).join('<br>')}${soundText(one)}</td>`,
    `<td class="n">${exposureText(one)}</td>`,
    '<td><span class="fill"></span></td>',
  ];
  return `<tr>${cells.join('')}</tr>`;
}

const soundText = ({ soundAtMs }: EvidenceException): string =>
  soundAtMs.length === 0 ? '' : `<br>${escaped(text.soundAt(soundAtMs.map(inAudio).join(', ')))}`;

function exposureText({ exposureMs, openMs }: EvidenceException): string {
  return exposureMs === null && openMs !== null ? escaped(text.atMost(wholeSeconds(openMs))) : exactMs(exposureMs);
}

function triggerText({ trigger }: EvidenceException): string {
  if (trigger === null) return text.none;
  const rule = ruleOf(trigger);
  if (rule !== null) return journalWords.ruleTrigger(rule);
  const names: Readonly<Record<string, string>> = journalWords.triggers;
  return names[trigger] ?? trigger;
}

const resumeKinds = ['callEnded', 'automatically', 'failed', 'elsewhere', 'notFollowed', 'noEnd'] as const;

function resumesSection({ resumes }: Evidence): string {
  const sentences = resumeKinds.map((kind) => text.resumesText[kind](resumes[kind], count(resumes[kind])));
  return `<section class="keep"><h2>${text.resumes}</h2><p>${escaped(sentences.join(' '))}</p></section>`;
}

function audioSection({ audio }: Evidence): string {
  if (audio === null) return '';
  const found = Object.entries(audio.verdicts).map(
    ([verdict, pauses]) => `${count(pauses)} ${text.verdicts[verdict] ?? text.otherVerdict}`,
  );
  const sentence = text.audioText(
    count(audio.checked),
    count(audio.checked + audio.unchecked),
    found.join(', '),
    count(audio.unchecked),
  );
  return `<section class="keep"><h2>${text.audio}</h2><p>${escaped(sentence)}</p></section>`;
}
