// What a window shows when drawing failed: the last picture would stay, and a "Paused" that nobody draws any more is the worst there is.
// Plain DOM, since whatever draws else is what broke. Import it before anything that can throw.
import './cannot-draw.css';
import { findBridge } from './bridge.ts';
import { words } from './words.ts';

type WindowName = 'main' | 'widget';

/** Reports to the core at most: a fault in a loop must not fill the log. */
const mostReports = 20;

function picture(): HTMLElement {
  const element = document.createElement('main');
  element.className = 'cannot-draw';
  const said = document.createElement('div');
  said.setAttribute('role', 'alert');
  const title = document.createElement('h1');
  title.textContent = words.frame.cannotDraw;
  const meaning = document.createElement('p');
  meaning.textContent = words.frame.cannotDrawMeaning;
  said.append(title, meaning);
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = words.frame.drawAgain;
  again.addEventListener('click', () => {
    window.location.reload();
  });
  element.append(said, again);
  return element;
}

/**
 * From now on an error that nobody caught replaces the page by the words that it cannot show the state, and the core is told, to log it.
 * A rejection that nobody caught is told alone: it ends a task and no drawing.
 */
export function watchDrawing(name: WindowName): void {
  let reports = 0;
  let failed = false;
  const report = (drawing: boolean, error: unknown): void => {
    reports += 1;
    if (reports > mostReports) return;
    const known =
      error instanceof Error ? { name: error.name, stack: error.stack ?? '' } : { name: 'Error', stack: '' };
    void findBridge()?.call('window.fault', {
      window: name,
      drawing,
      name: known.name.slice(0, 100),
      stack: known.stack.slice(0, 4000),
    });
  };
  window.addEventListener('error', ({ error }: { readonly error?: unknown }) => {
    // Without an error it is a remark of the browser, such as the one about a resize observer.
    if (failed || error === null || error === undefined) return;
    failed = true;
    document.body.replaceChildren(picture());
    report(true, error);
  });
  window.addEventListener('unhandledrejection', ({ reason }: { readonly reason: unknown }) => {
    report(false, reason);
  });
}
