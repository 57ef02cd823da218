// The histogram of exposures as a drawing with its numbers in it, and as words for whoever doesn't see it.
import { exposureClassesMs } from '../../../../shared/ipc/journal-page.ts';
import { report as text } from '../../../../shared/messages/en/report.ts';
import { count, escaped, limit, shortLimit } from './report-formats.ts';

const [width, base, tallest] = [38.75, 84, 70];

export function histogramSvg(histogram: readonly number[], lateMs: number): string {
  const most = Math.max(1, ...histogram);
  const last = exposureClassesMs.at(-1) ?? 0;
  const late = exposureClassesMs.findIndex((upper) => upper > lateMs);
  const firstLate = late === -1 ? exposureClassesMs.length : late;
  const bars = histogram.map((pauses, index) => {
    const upper = exposureClassesMs[index];
    const label = upper === undefined ? `>${shortLimit(last)}` : `${index === 0 ? '<' : ''}${shortLimit(upper)}`;
    const height = pauses === 0 ? 0 : Math.max(2, (pauses / most) * tallest);
    const [x, middle] = [index * width + 2, index * width + 19.375];
    const fill = index < firstLate ? '#0b5c63' : '#b3122b';
    const ink = index < firstLate || pauses === 0 ? '#566170' : fill;
    const top = base - height;
    return (
      `<rect x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="34.75" height="${height.toFixed(1)}" rx="2" fill="${fill}"/>` +
      `<text x="${middle.toFixed(1)}" y="${(top - 4).toFixed(1)}" text-anchor="middle" font-weight="600" fill="${ink}">${count(pauses)}</text>` +
      `<text x="${middle.toFixed(1)}" y="99" text-anchor="middle" fill="#566170">${escaped(label)}</text>`
    );
  });
  const words = histogram.map((pauses, index) => {
    const upper = exposureClassesMs[index];
    return upper === undefined
      ? text.over(limit(last), pauses, count(pauses))
      : text.upTo(limit(upper), pauses, count(pauses));
  });
  const x = (firstLate * width).toFixed(1);
  return `<figure><svg viewBox="0 0 310 104" role="img" aria-label="${escaped(`${text.chartName}. ${words.join('. ')}.`)}">${bars.join('')}<path d="M0 84H310" stroke="#e1e5ea"/><path d="M${x} 4V84" stroke="#87919d" stroke-dasharray="2 3"/></svg><figcaption class="small m">${text.chartNote}</figcaption></figure>`;
}
