// The parts of the report's page about what it is made of: chain, signatures, witness, files.
import { report as text } from '../../../../shared/messages/en/report.ts';
import type { Evidence, EvidenceFinding } from './evidence.ts';
import { count, escaped, inFours, moment } from './report-formats.ts';

/** Rows of the page; the rest is in the JSON. */
const mostFindings = 200;
const mostInstallations = 40;

const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;

export const facts = (rows: readonly (readonly [name: string, html: string])[], look = ''): string =>
  `<dl class="${look}">${rows.map(([name, html]) => `<dt>${escaped(name)}</dt><dd>${html}</dd>`).join('')}</dl>`;

export function findingText(finding: EvidenceFinding): string {
  const words = text.findings;
  const { file } = finding;
  switch (finding.kind) {
    case 'damaged':
      return words.damaged(file, count(finding.line), count(finding.lines), words.why[finding.why]);
    case 'missing':
      return words.missing(file, count(finding.from), count(finding.to));
    case 'not-next':
      return words['not-next'](file, count(finding.sequence));
    case 'forked':
      return words.forked(file);
    case 'signature': {
      const { finding: found } = finding;
      if (found.kind === 'not-genuine') return words['not-genuine'](file, count(found.sequence));
      if (found.kind === 'older-copy') return words['older-copy'](file, count(found.sequence), count(found.signed));
      return words.rewritten(file, count(found.sequence), count(found.afterEntry + 1));
    }
  }
}

function witnessHtml({ witness }: Evidence): string {
  if (witness === null) return text.noWitness;
  const { agreeing, rewritten, missing, notCovered, otherKey, notGenuine } = witness;
  const isAgainst = rewritten + missing + otherKey + notGenuine > 0;
  const against = text.witnessAgainst(count(rewritten), count(missing), count(otherKey), count(notGenuine));
  return [
    ...(agreeing > 0 ? [`<span class="good">${text.witnessAgrees(agreeing, count(agreeing))}</span>`] : []),
    ...(isAgainst ? [`<span class="red">${escaped(against)}</span>`] : []),
    ...(notCovered > 0 ? [escaped(text.witnessNotCovered(count(notCovered)))] : []),
  ].join('<br>');
}

function remarks({ notSigned, forSession, beginLater, setBack, torn, copies, installations }: Evidence): string[] {
  return [
    ...(notSigned > 0 && installations.length > 1 ? [text.notSignedSome(notSigned, count(notSigned))] : []),
    ...(forSession > 0 ? [text.forSession(forSession, count(forSession))] : []),
    ...(beginLater > 0 ? [text.beginsLater(beginLater, count(beginLater))] : []),
    ...(setBack > 0 ? [text.setBack(setBack, count(setBack))] : []),
    ...(torn > 0 ? [text.torn(torn, count(torn))] : []),
    ...(copies > 0 ? [text.copies(copies, count(copies))] : []),
  ];
}

export function integritySection(evidence: Evidence): string {
  const { findings, entries, installations } = evidence;
  const [only] = installations;
  const chain =
    findings.length === 0
      ? `<span class="good">✓ ${text.intact(entries, count(entries))}</span>`
      : `<span class="red">${escaped(text.notIntact(entries, count(entries)))}</span>`;
  const key = only?.keys.at(-1);
  const single = installations.length === 1 && only !== undefined;
  const rows: (readonly [string, string])[] = [
    [text.chain, chain],
    ...(single
      ? ([
          [
            text.lastEntry,
            `<span class="id">${count(only.last.sequence)} · ${inFours(escaped(only.last.hash))}</span>`,
          ],
          [
            text.signedBy,
            key === undefined
              ? text.notSigned
              : `<span class="id">Ed25519 ${inFours(escaped(key))}, ${text.signedTo(count(only.signedTo ?? 0))}</span>`,
          ],
        ] as const)
      : []),
    [text.witness, witnessHtml(evidence)],
  ];
  const shown = list(findings.slice(0, mostFindings).map(findingText));
  const more =
    findings.length > mostFindings ? `<p>${text.moreFindings(count(findings.length - mostFindings))}</p>` : '';
  return `<section><div class="lead"><h2>${text.integrity}</h2>${facts(rows)}</div>${shown}${more}${list(remarks(evidence))}</section>`;
}

export function installationsSection({ installations, period }: Evidence): string {
  if (installations.length < 2) return '';
  const { key, entries, signed, last } = text.installationColumns;
  const rows = installations
    .slice(0, mostInstallations)
    .map(
      (one) =>
        `<tr><td class="id">${escaped(one.keys.at(-1)?.slice(0, 32) ?? text.none)}</td><td class="n">${count(one.entries)}</td>` +
        `<td class="n">${one.signedTo === null ? text.none : count(one.signedTo)}</td>` +
        `<td class="w">${count(one.last.sequence)}, ${escaped(moment(one.last.at, period.zone))}</td></tr>`,
    );
  const left = installations.length - rows.length;
  const more = left > 0 ? `<p>${text.moreInstallations(count(left))}</p>` : '';
  return `<section><h2 class="lead">${text.installations}</h2><table><thead><tr><th>${key}</th><th class="n">${entries}</th><th class="n">${signed}</th><th>${last}</th></tr></thead><tbody>${rows.join('')}</tbody></table>${more}</section>`;
}

export function notReadSection({ notRead }: Evidence): string {
  if (notRead.length === 0) return '';
  return `<section><h2 class="lead">${text.notRead}</h2>${list(notRead.slice(0, mostFindings).map(({ why }) => why))}</section>`;
}

export function coverageSections({ unknownEntries, audio }: Evidence): string {
  const items = [
    ...text.notCoveredItems,
    ...(audio === null ? [text.noAudio] : []),
    ...(unknownEntries > 0 ? [text.unknownEntries(unknownEntries, count(unknownEntries))] : []),
  ];
  const commands = text.againItems.map((command) => `<li><code>${escaped(command)}</code></li>`).join('');
  return (
    `<section class="keep"><h2>${text.notCovered}</h2>${list(items)}</section>` +
    `<section class="keep"><h2>${text.again}</h2><ul>${commands}</ul><p>${escaped(text.againText)}</p></section>`
  );
}
