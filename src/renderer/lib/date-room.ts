// Tells the style sheets how much room a date and time needs in the face and the locale of this system: neither is known before.
import { startTimesOfEachForm } from './format.ts';

/** Sets `--date-time` and, with seconds, `--exact-time`: the widths (rem) of the widest start times. Call it once the locale is known. */
export function measureDates(): void {
  const { body, documentElement: root } = document;
  const ruler = document.createElement('div');
  Object.assign(ruler.style, { position: 'absolute', visibility: 'hidden', width: 'max-content', whiteSpace: 'pre' });
  body.append(ruler);
  const remPx = Number.parseFloat(getComputedStyle(root).fontSize);
  const measure = (name: string, withSeconds: boolean): void => {
    ruler.textContent = startTimesOfEachForm(withSeconds).join('\n');
    root.style.setProperty(name, `${String(Math.ceil(ruler.getBoundingClientRect().width) / remPx)}rem`);
  };
  measure('--date-time', false);
  measure('--exact-time', true);
  ruler.remove();
}
