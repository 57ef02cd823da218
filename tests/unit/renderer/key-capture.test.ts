// Which combination a pressed key is, on the keyboards that people have.
import { describe, expect, test } from 'vitest';
import { captureOf, type PressedKey } from '../../../src/renderer/main/settings/rows/key-capture.ts';

type Held = { ctrl?: boolean; alt?: boolean; shift?: boolean; meta?: boolean; altGraph?: boolean };

const pressed = (key: string, code: string, held: Held = {}, change: Partial<PressedKey> = {}): PressedKey => ({
  key,
  code,
  ctrlKey: held.ctrl ?? false,
  altKey: held.alt ?? false,
  shiftKey: held.shift ?? false,
  metaKey: held.meta ?? false,
  repeat: false,
  isComposing: false,
  getModifierState: (name) => name === 'AltGraph' && held.altGraph === true,
  ...change,
});

const ctrl: Held = { ctrl: true };
const ctrlShift: Held = { ctrl: true, shift: true };

describe('A pressed key becomes the combination that its cap shows', () => {
  test.each<[string, PressedKey, string]>([
    ['the default', pressed('F9', 'F9', ctrlShift), 'Control+Shift+F9'],
    ['a function key alone', pressed('F13', 'F13'), 'F13'],
    ['a letter', pressed('p', 'KeyP', ctrl), 'Control+P'],
    ['a letter with Shift', pressed('P', 'KeyP', ctrlShift), 'Control+Shift+P'],
    [
      'all modifiers, in one order',
      pressed('K', 'KeyK', { ctrl: true, alt: true, shift: true, meta: true }),
      'Control+Alt+Shift+Super+K',
    ],
    ['the Windows or Command key', pressed('j', 'KeyJ', { meta: true }), 'Super+J'],
    ['Z on a German keyboard, where Y lies on a US one', pressed('z', 'KeyY', ctrl), 'Control+Z'],
    ['A on a French keyboard, where Q lies on a US one', pressed('a', 'KeyQ', ctrl), 'Control+A'],
    ['a digit on a French keyboard, which writes a sign without Shift', pressed('&', 'Digit1', ctrl), 'Control+1'],
    ['a digit with Shift', pressed('!', 'Digit1', ctrlShift), 'Control+Shift+1'],
    ['a letter on a Russian keyboard, by its place', pressed('я', 'KeyZ', ctrl), 'Control+Z'],
    ['a letter on a Greek keyboard, by its place', pressed('π', 'KeyP', { alt: true }), 'Alt+P'],
    ['Option and a letter on a Mac, which write another sign', pressed('å', 'KeyA', { alt: true }), 'Alt+A'],
    ['Option and a letter on a Mac that is a dead key then', pressed('Dead', 'KeyE', { alt: true }), 'Alt+E'],
    ['a dead digit', pressed('Dead', 'Digit6', ctrl), 'Control+6'],
    ['a sign', pressed('-', 'Minus', ctrl), 'Control+-'],
    ['a sign with Shift, which writes another', pressed('{', 'BracketLeft', ctrlShift), 'Control+Shift+['],
    ['plus on a keyboard that has it without Shift', pressed('+', 'BracketRight', ctrl), 'Control+Plus'],
    ['Space', pressed(' ', 'Space', ctrl), 'Control+Space'],
    ['an arrow', pressed('ArrowUp', 'ArrowUp', { alt: true }), 'Alt+Up'],
    ['Enter', pressed('Enter', 'Enter', ctrl), 'Control+Return'],
    ['Tab with Control', pressed('Tab', 'Tab', ctrl), 'Control+Tab'],
    ['Delete with modifiers', pressed('Delete', 'Delete', ctrlShift), 'Control+Shift+Delete'],
    ['a digit of the number pad', pressed('5', 'Numpad5', ctrl), 'Control+num5'],
    ['the number pad without Num Lock', pressed('Home', 'Numpad7', ctrl), 'Control+Home'],
    ['the decimal key of a German number pad', pressed(',', 'NumpadDecimal', ctrl), 'Control+numdec'],
    ['plus on the number pad', pressed('+', 'NumpadAdd', ctrl), 'Control+numadd'],
    ['the Pause key alone', pressed('Pause', 'Pause'), 'Pause'],
    ['a media key', pressed('MediaTrackNext', 'MediaTrackNext'), 'MediaNextTrack'],
  ])('%s', (_what, event, combination) => {
    expect(captureOf(event)).toEqual({ kind: 'combination', combination });
  });
});

describe('What is no combination', () => {
  test.each<[string, PressedKey, ReturnType<typeof captureOf>]>([
    ['Control alone waits for more', pressed('Control', 'ControlLeft', ctrl), { kind: 'modifiers', held: ['Control'] }],
    [
      'two modifiers wait for more',
      pressed('Shift', 'ShiftLeft', ctrlShift),
      { kind: 'modifiers', held: ['Control', 'Shift'] },
    ],
    ['a modifier that was let go', pressed('Shift', 'ShiftLeft'), { kind: 'modifiers', held: [] }],
    ['Caps Lock is no key to press', pressed('CapsLock', 'CapsLock'), { kind: 'modifiers', held: [] }],
    [
      'AltGr alone waits for more',
      pressed('AltGraph', 'AltRight', { altGraph: true }),
      { kind: 'modifiers', held: [] },
    ],
    ['Escape keeps what was', pressed('Escape', 'Escape'), { kind: 'cancel' }],
    ['Backspace takes the hotkey away', pressed('Backspace', 'Backspace'), { kind: 'clear' }],
    ['Delete takes the hotkey away', pressed('Delete', 'Delete'), { kind: 'clear' }],
    ['Tab goes on to the next control', pressed('Tab', 'Tab'), { kind: 'leave' }],
    ['Shift and Tab go back', pressed('Tab', 'Tab', { shift: true }), { kind: 'leave' }],
    ['a plain letter would be taken from every program', pressed('p', 'KeyP'), { kind: 'refused' }],
    ['Shift is not enough for a letter', pressed('P', 'KeyP', { shift: true }), { kind: 'refused' }],
    ['Space alone', pressed(' ', 'Space'), { kind: 'refused' }],
    ['a sign of German keyboards', pressed('#', 'Backslash', ctrl), { kind: 'unusable' }],
    ['the sign beside the left Shift', pressed('<', 'IntlBackslash', ctrl), { kind: 'unusable' }],
    [
      'a letter of Italian keyboards, with AltGr’s two keys',
      pressed('ò', 'Semicolon', { ctrl: true, alt: true }),
      { kind: 'unusable' },
    ],
    ['a dead key has no name', pressed('Dead', 'Equal', ctrl), { kind: 'unusable' }],
    ['a letter that only some keyboards have', pressed('ü', 'BracketLeft', ctrl), { kind: 'unusable' }],
    ['a sign that AltGr writes', pressed('@', 'KeyQ', { altGraph: true }), { kind: 'unusable' }],
    [
      'a sign that Control and Alt write in its place',
      pressed('@', 'KeyQ', { ctrl: true, alt: true }),
      { kind: 'unusable' },
    ],
    ['a key the system does not know', pressed('Unidentified', ''), { kind: 'unusable' }],
    ['the repetition of a key', pressed('F9', 'F9', ctrlShift, { repeat: true }), { kind: 'nothing' }],
    ['a key inside of a composition', pressed('Process', 'KeyP', ctrl, { isComposing: true }), { kind: 'nothing' }],
  ])('%s', (_what, event, capture) => {
    expect(captureOf(event)).toEqual(capture);
  });
});
