// The waveform as wavesurfer.js draws it. It is given loudness and a media element and fetches nothing: the window has no network.
import WaveSurfer from 'wavesurfer.js';

export type WaveformOptions = {
  readonly host: HTMLElement;
  readonly media: HTMLMediaElement;
  readonly peaks: readonly number[];
  /** Seconds. */
  readonly duration: number;
};

const colour = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim() || 'currentColor';

/** Draws into `host`. Returns the function that takes it away. */
export function drawWaveform({ host, media, peaks, duration }: WaveformOptions): () => void {
  const frame = document.createElement('div');
  // Made outside the page, so that its own <style> is gone before the policy (`style-src 'self'`) has to refuse it;
  // the same rules come back as a style sheet made by script, which the policy allows.
  const wave = WaveSurfer.create({
    container: frame,
    media,
    peaks: [[...peaks]],
    duration,
    height: 64,
    barWidth: 2,
    barGap: 1,
    barRadius: 1,
    barMinHeight: 1,
    cursorWidth: 2,
    dragToSeek: true,
    hideScrollbar: true,
    ...colours(host),
  });
  const shadow = frame.firstElementChild?.shadowRoot ?? null;
  const style = shadow?.querySelector('style') ?? null;
  if (shadow !== null && style !== null) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.textContent);
    shadow.adoptedStyleSheets = [sheet];
    style.remove();
  }
  host.append(frame);
  const schemes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  const recolour = (): void => {
    wave.setOptions(colours(host));
  };
  for (const scheme of schemes) scheme.addEventListener('change', recolour);
  return () => {
    for (const scheme of schemes) scheme.removeEventListener('change', recolour);
    wave.destroy();
    frame.remove();
  };
}

function colours(host: Element): { waveColor: string; progressColor: string; cursorColor: string } {
  const played = colour(host, '--accent');
  return { waveColor: colour(host, '--wave'), progressColor: played, cursorColor: played };
}
